"""The pages for when something is wrong: short, with a reference number, and drawn without the database.

Nothing here may ask who is logged in or read a row: the database may be what is missing. An error of ours is written
for the operators where the database still answers.
"""

import logging
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from hefa.audit.actions import raise_error
from hefa.base.clock import now

logger = logging.getLogger("hefa.web")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be read; 413 when it is more than a form may hold."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, 413, "送出的資料太大", "請減少內容，或分成數次送出。")
    return _answer(request, 400, "送出的資料無法處理", "請回上一頁，重新整理後再試一次。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: logged in, but not for this. A sentence given to PermissionDenied is shown."""
    sentence = str(exception) if exception is not None else ""
    return _answer(request, 403, "沒有權限", sentence or "您沒有使用這項功能的權限。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or not this visitor's. Both look alike."""
    return _answer(request, 404, "找不到網頁", "網址可能有誤，或您沒有檢視這個網頁的權限。")


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: an address that is read was written to, or the other way round."""
    return _answer(request, 405, "無法這樣開啟", "請從網站的選單或按鈕進入這個網頁。")


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429 with Retry-After: this address, browser or account came too often. Says when to come again."""
    minutes = -(-seconds // 60)
    answer = _answer(request, 429, "操作次數過多", f"請於 {minutes} 分鐘後再試一次；先前送出的資料不受影響。")
    answer["Retry-After"] = str(seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when the database cannot be reached."""
    cause = sys.exc_info()[1]
    if isinstance(cause, OperationalError | InterfaceError):
        answer = _answer(request, 503, "系統暫時無法服務", "請稍候再試。您在手機上已暫存的掃描不會遺失。")
        answer["Retry-After"] = "15"
        return answer
    if isinstance(cause, Exception):
        raise_error(cause, at=now())
    return _answer(request, 500, "系統發生錯誤", "請稍候再試；若持續發生，請提供下列代號給網站管理單位。")


def noted(request: HttpRequest, status: int) -> str:
    """The reference number of a failure, written into the log with the name of the page and, of our own failures, what
    is being handled. The address stays out of it: anything may have been typed there."""
    reference = secrets.token_hex(4).upper()
    found = request.resolver_match.view_name if request.resolver_match else "no page"
    level = logging.ERROR if status >= 500 else logging.INFO
    logger.log(level, "error page %s reference %s at %s", status, reference, found, exc_info=status >= 500)
    return reference


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or the browser keeps no cookies."""
    return _answer(request, 403, "表單已逾時", "請確認瀏覽器允許 Cookie，回上一頁重新整理後再送出。")


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    reference = noted(request, status)
    if request.path.startswith("/api/") or request.headers.get("Accept") == "application/json":
        body = {"message": f"{title}：{sentence}", "reason": f"HTTP_{status}", "reference": reference}
        return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    page = render_to_string(
        "shell/error.html",
        {
            "title": title,
            "sentence": sentence,
            "status": status,
            "reference": reference,
            "agency": settings.HEFA_AGENCY_NAME,
            "site_name": settings.HEFA_SITE_NAME,
        },
    )
    answer = HttpResponse(page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
