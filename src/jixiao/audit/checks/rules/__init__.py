"""The scoring rules: weights, directions, tiers, grades, reasons."""
