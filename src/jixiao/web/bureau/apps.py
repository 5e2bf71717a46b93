"""The app and its name."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """财政."""

    name = "jixiao.web.bureau"
    label = "bureau"
    verbose_name = "财政"
