"""Whether targets can hold together."""
