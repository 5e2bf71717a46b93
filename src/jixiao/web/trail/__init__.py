"""Who changed what: append-only, chained by digests. Knows nothing of what is changed."""
