"""Where somebody wanted to go, before the page that came between."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hefa.web.shell.forms import looks_like_a_number


def next_page(request: HttpRequest) -> str:
    """The page named by `next`, if it is one of this site; otherwise the home page."""
    return safe_page(request, request.POST.get("next") or request.GET.get("next") or "")


def safe_page(request: HttpRequest, wanted: str) -> str:
    """The page `wanted`, if it is one of this site and no number stands in it; otherwise the home page."""
    of_this_site = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if of_this_site and not looks_like_a_number(wanted):
        return wanted
    return reverse("shell:home")
