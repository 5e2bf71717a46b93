"""Running text → figures, amounts with their parts, mentions of indicators, counts."""
