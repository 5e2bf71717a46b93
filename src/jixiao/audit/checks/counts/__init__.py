"""Counting sentences and lists of what is done."""
