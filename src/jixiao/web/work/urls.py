"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.work import views

app_name = "work"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/progress/", views.progress, name="progress"),
    path("jobs/<int:pk>/retry/", views.retry, name="retry"),
]
