"""Log-in and people."""
