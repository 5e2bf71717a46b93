"""Organisations, people, roles, log-in. Knows nothing of evaluations."""
