"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.accounts import organisation_views, role_views, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.log_in, name="log_in"),
    path("logout/", views.log_out, name="log_out"),
    path("password/", views.change_password, name="change_password"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path(
        "organisations/new/", organisation_views.organisation_add,
        name="organisation_add",
    ),
    path(
        "organisations/<int:pk>/", organisation_views.organisation_edit,
        name="organisation_edit",
    ),
    path("people/new/", organisation_views.person_add, name="person_add"),
    path("people/<int:pk>/", organisation_views.person_edit, name="person_edit"),
    path(
        "people/<int:pk>/password/", organisation_views.person_reset_password,
        name="person_reset_password",
    ),
    path("roles/", role_views.roles, name="roles"),
    path("roles/<int:pk>/", role_views.role_edit, name="role_edit"),
    path("locks/", role_views.locks, name="locks"),
    path("locks/unlock/", role_views.unlock, name="unlock"),
]  # fmt: skip
