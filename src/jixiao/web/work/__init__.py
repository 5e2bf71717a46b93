"""Work in the background, with progress. Knows nothing of what the work is."""
