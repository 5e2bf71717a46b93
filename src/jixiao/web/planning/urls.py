"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.planning import import_views, views

app_name = "planning"
urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/new/", views.create, name="create"),
    path("evaluations/<int:pk>/plan/", views.plan, name="plan"),
    path("evaluations/<int:pk>/plan/heading/", views.heading, name="heading"),
    path("evaluations/<int:pk>/plan/copy/", views.copy, name="copy"),
    path("evaluations/<int:pk>/import/", import_views.import_, name="import_"),
    path(
        "evaluations/<int:pk>/import/workbook/",
        import_views.entry_workbook,
        name="entry_workbook",
    ),
    path(
        "evaluations/<int:pk>/import/<int:draft>/",
        import_views.preview,
        name="import_preview",
    ),
    path(
        "evaluations/<int:pk>/import/<int:draft>/discard/",
        import_views.discard,
        name="import_discard",
    ),
]
