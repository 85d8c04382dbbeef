"""系統管理: what an operator can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.audit.queries import recent_alarms
from hefa.awards.queries import failing_scans
from hefa.base.clock import now
from hefa.organisers.queries import undecided_requests
from hefa.paperwork.queries.rights import requests_of
from hefa.web.shell.audience import operator_only


@operator_only
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """The list of the operators' pages."""
    return render(
        request,
        "operator/menu.html",
        {
            "waiting": undecided_requests().count(),
            "failing": failing_scans(),
            "alarms": recent_alarms(at=now()),
            "rights": requests_of(None).filter(answered_at__isnull=True).count(),
        },
    )
