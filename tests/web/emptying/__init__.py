"""Only for tests: emptying the database between two that commit."""
