"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.trail import views

app_name = "trail"
urlpatterns = [
    path("trail/", views.chains, name="chains"),
    path("trail/<int:pk>/", views.chain, name="chain"),
    path("trail/<int:pk>/export/", views.export, name="export"),
]
