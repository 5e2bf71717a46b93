"""Speed and memory as ratios measured side by side; no test depends on them."""
