"""Budget-performance self-evaluation (预算绩效自评) for Chinese public bodies."""
