"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.filing import compose_views, indicator_views, views

app_name = "filing"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("evaluations/<int:pk>/indicators/", views.grid, name="grid"),
    path("evaluations/<int:pk>/charts/", views.charts, name="charts"),
    path("evaluations/<int:pk>/points/", views.points, name="points"),
    path("evaluations/<int:pk>/missing/", views.missing, name="missing"),
    path("indicators/<int:pk>/", indicator_views.indicator, name="indicator"),
    path("indicators/<int:pk>/cell/", views.save_cell, name="save_cell"),
    path(
        "indicators/<int:pk>/evidence/",
        indicator_views.evidence_add,
        name="evidence_add",
    ),
    path("evidence/<int:pk>/", indicator_views.evidence, name="evidence"),
    path(
        "evidence/<int:pk>/preview/",
        indicator_views.evidence_preview,
        name="evidence_preview",
    ),
    path(
        "evidence/<int:pk>/remove/",
        indicator_views.evidence_remove,
        name="evidence_remove",
    ),
    path("evaluations/<int:pk>/budget/", compose_views.budget, name="budget"),
    path("evaluations/<int:pk>/texts/", compose_views.texts, name="texts"),
]
