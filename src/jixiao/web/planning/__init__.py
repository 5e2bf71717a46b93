"""布置: the year's evaluation, its indicators, weights, people and days."""
