"""The app and its name."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """后台任务."""

    name = "jixiao.web.work"
    label = "work"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Load what the apps do in the background."""
        autodiscover_modules("jobs")
