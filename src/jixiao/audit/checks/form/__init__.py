"""Official form of the document; notes only."""
