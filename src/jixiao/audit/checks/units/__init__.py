"""Units lost, misread or impossible."""
