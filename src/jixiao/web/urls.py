"""Every address of the site."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("jixiao.web.filing.urls")),
    path("", include("jixiao.web.accounts.urls")),
    path("", include("jixiao.web.planning.urls")),
    path("", include("jixiao.web.review.urls")),
    path("", include("jixiao.web.trail.urls")),
    path("", include("jixiao.web.work.urls")),
    path("bureau/", include("jixiao.web.bureau.urls")),
]
handler400 = "jixiao.web.accounts.errors.bad_request"
handler403 = "jixiao.web.accounts.errors.forbidden"
handler404 = "jixiao.web.accounts.errors.not_found"
handler500 = "jixiao.web.accounts.errors.server_error"
