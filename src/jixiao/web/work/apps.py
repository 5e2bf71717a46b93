"""The app and its name."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """后台任务."""

    name = "jixiao.web.work"
    label = "work"
    verbose_name = "后台任务"
