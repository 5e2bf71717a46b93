"""The app and its name."""

from django.apps import AppConfig


class FilingConfig(AppConfig):
    """填报."""

    name = "jixiao.web.filing"
    label = "filing"
    verbose_name = "填报"
