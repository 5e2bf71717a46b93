"""The site that a department fills in: Django, and nothing else of the house is Django."""
