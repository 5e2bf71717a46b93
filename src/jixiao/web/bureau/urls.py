"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.bureau import audit_views, views

app_name = "bureau"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("weakest/", views.weakest, name="weakest"),
    path("export/<str:kind>/", views.export, name="export"),
    path("remind/", views.remind, name="remind"),
    path("reminders/", views.reminders, name="reminders"),
    path("evaluations/<int:pk>/", views.evaluation, name="evaluation"),
    path("audits/", audit_views.batches, name="batches"),
    path("audits/<int:pk>/", audit_views.batch, name="batch"),
    path("audits/<int:pk>/table/", audit_views.batch_table, name="batch_table"),
    path(
        "audits/<int:pk>/overview/", audit_views.batch_overview, name="batch_overview"
    ),
    path("reports/<int:pk>/", audit_views.foreign, name="foreign"),
    path("reports/<int:pk>/<str:kind>/", audit_views.foreign_file, name="foreign_file"),
]
