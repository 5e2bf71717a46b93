"""Pages for what goes wrong: one sentence, a number to ask by, the way back."""

from __future__ import annotations

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger("jixiao.web")


def page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """A page that tells what happened and what to do."""
    facts = {"title": title, "sentence": sentence, "status": status}
    return render(request, "error.html", facts, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception
    return page(request, 400, "请求无法识别", "请返回上一页，刷新后重试。")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason that the refusing code gave."""
    sentence = (
        str(exception) or "您没有办理此事的权限；如需办理，请联系本单位财务科或管理员。"
    )
    return page(request, 403, "不能这样办理", sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; also for what belongs to others."""
    del exception
    return page(request, 404, "没有找到", "页面不存在，或不属于您所在的单位。")


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number that stands in the log, too."""
    number = secrets.token_hex(4)
    what = sys.exc_info()  # Django calls this page while it handles the exception
    log.error("request_failed number=%s path=%s", number, request.path, exc_info=what)
    sentence = "系统内部出错，您刚才提交的内容没有保存；请把编号告诉管理员。"
    facts = {
        "title": "系统出错", "sentence": sentence, "number": number, "status": 500,
    }  # fmt: skip
    # Without the request: no menu, and no database, which may be what failed.
    return HttpResponse(render_to_string("error.html", facts), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or did not come from this site."""
    log.warning("csrf_refused reason=%s", reason)
    sentence = "页面停留过久或登录已变更；请返回上一页复制已填内容，刷新后重新提交。"
    return page(request, 403, "页面已过期", sentence)
