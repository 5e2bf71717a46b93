"""Printing of values in templates."""
