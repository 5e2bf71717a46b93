"""One module for each check, by theme; `all_checks` in `jixiao.audit.registry`."""
