"""Checks: what a report states → findings and ledger. Opens no file, knows no format."""
