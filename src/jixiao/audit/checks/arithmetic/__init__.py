"""Arithmetic: parts and wholes, points, rates, balances."""
