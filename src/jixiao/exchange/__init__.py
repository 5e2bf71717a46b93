"""What travels between installations and people: facts as JSON or YAML, by schema."""
