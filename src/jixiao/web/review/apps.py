"""The app and its name."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """复核."""

    name = "jixiao.web.review"
    label = "review"
    verbose_name = "复核"
