"""Use cases that join the rooms: read, score, report. They take bytes, return values."""
