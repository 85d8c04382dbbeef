"""逾期補登原因: what entering from a sheet asks for once the last day of the year's report is over."""

from datetime import datetime

from django.http import HttpRequest

from hefa.activities.models import Offering
from hefa.awards.rules import is_late
from hefa.web.shell.forms import looks_like_a_number

LONGEST = 200
MISSING = "已逾申報期限，請填寫逾期補登原因。"
NUMBER = "逾期補登原因請勿填寫身分證字號。"


def late_reason(request: HttpRequest) -> str:
    """The reason that was typed. It stays on record, so one in which a national ID stands is none."""
    return "" if looks_like_a_number(_typed(request)) else _typed(request)


def late_problem(request: HttpRequest, offering: Offering, *, at: datetime) -> str:
    """Why the reason will not do; empty when it will, or none is asked for."""
    if looks_like_a_number(_typed(request)):
        return NUMBER
    return MISSING if is_late(offering.activity.roc_year, at) and not _typed(request) else ""


def _typed(request: HttpRequest) -> str:
    return request.POST.get("late_reason", "").strip()[:LONGEST]
