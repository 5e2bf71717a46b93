"""填报: results, evidence, budget, texts; points while typing; what is still missing."""
