"""Commands of the app for `python -m jixiao.web`."""
