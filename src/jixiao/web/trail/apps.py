"""The app and its name."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """变动记录."""

    name = "jixiao.web.trail"
    label = "trail"
    verbose_name = "变动记录"
