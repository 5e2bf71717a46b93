"""The app and its name."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """布置."""

    name = "jixiao.web.planning"
    label = "planning"
    verbose_name = "布置"
