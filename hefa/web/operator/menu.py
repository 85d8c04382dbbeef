"""系統管理: what an operator can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.accounts.queries import usernames_of
from hefa.audit.names import AlarmKind
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
    alarms = list(recent_alarms(at=now()))
    looking = usernames_of(one.place for one in alarms if one.kind == AlarmKind.LOOKS)
    return render(
        request,
        "operator/menu.html",
        {
            "waiting": undecided_requests().count(),
            "failing": failing_scans(),
            "alarms": [(one, looking.get(one.place, one.place)) for one in alarms],
            "rights": requests_of(None).filter(answered_at__isnull=True).count(),
        },
    )
