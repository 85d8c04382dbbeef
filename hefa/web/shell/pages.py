"""The site's own pages: home, 網站導覽, and the answer to whoever asks whether it is alive."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.organisers.queries import announcements_on
from hefa.web.shell.audience import everyone
from hefa.web.shell.entry import LoginForm
from hefa.web.shell.line_app import outside_line
from hefa.web.shell.provider_client import is_provider_there
from hefa.web.shell.visitor import address_of


@everyone
@outside_line
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The manual's first page: the login and the ways in; for whoever is logged in, the menu."""
    shown = announcements_on(localdate(now()))
    return render(
        request, "shell/home.html", {"form": LoginForm(), "announcements": shown, "provider": is_provider_there()}
    )


@everyone
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """網站導覽: every page by name, and the access keys."""
    return render(request, "shell/site_map.html")


@everyone
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 {"database": "ok"} when the database answers; otherwise the 503 of the error pages."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": "ok"})


@everyone
@require_safe
def seen_address(request: HttpRequest) -> JsonResponse:
    """{"address": …}: the caller's own address as limits and sessions see it, for whoever sets up the proxy."""
    return JsonResponse({"address": address_of(request)})
