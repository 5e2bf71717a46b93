"""Addresses of the app."""

from __future__ import annotations

from django.urls import path

from jixiao.web.review import (
    audit_views,
    flow_views,
    grant_views,
    report_views,
    verification_views,
    version_views,
)

app_name = "review"
ONE = "evaluations/<int:pk>"
urlpatterns = [
    path(f"{ONE}/", flow_views.flow, name="flow"),
    path(f"{ONE}/move/<str:action>/", flow_views.move, name="move"),
    path(f"{ONE}/comment/", flow_views.comment, name="comment"),
    path(f"{ONE}/verification/", verification_views.verification, name="verification"),
    path(f"{ONE}/verify/", verification_views.verify_many, name="verify_many"),
    path("indicators/<int:pk>/verify/", verification_views.verify, name="verify"),
    path("indicators/<int:pk>/return/", verification_views.return_, name="return_"),
    path(
        "indicators/<int:pk>/comment/", verification_views.comment,
        name="comment_indicator",
    ),
    path(f"{ONE}/audit/", audit_views.audit, name="audit"),
    path(f"{ONE}/audit/answer/", audit_views.answer, name="answer"),
    path(f"{ONE}/report/", report_views.report, name="report"),
    path(f"{ONE}/report/page/", report_views.report_page, name="report_page"),
    path(f"{ONE}/download/<str:kind>/", report_views.download, name="download"),
    path(f"{ONE}/versions/", version_views.versions, name="versions"),
    path(
        f"{ONE}/versions/<int:old>/<int:new>/", version_views.differences,
        name="differences",
    ),
    path("kept/<int:pk>/", version_views.kept_file, name="kept_file"),
    path(f"{ONE}/trail/", flow_views.trail, name="trail"),
    path(f"{ONE}/trail/export/", flow_views.trail_export, name="trail_export"),
    path(f"{ONE}/grants/", grant_views.grants, name="grants"),
    path(f"{ONE}/grants/<int:user>/take/", grant_views.take, name="grant_take"),
]  # fmt: skip
