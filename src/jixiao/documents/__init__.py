"""Read: bytes → blocks → claims. Knows containers and tables, never a score."""
