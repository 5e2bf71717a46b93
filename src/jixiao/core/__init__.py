"""Values and arithmetic: no file, no clock, no framework, no logging."""
