"""上傳追蹤: hours that have not reached their portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.names import Portal
from hefa.paperwork.queries import offerings_due
from hefa.web.backoffice.export.access import exporting_organisers
from hefa.web.shell.audience import officer_only


@officer_only(Duty.EXPORT)
@require_safe
def uploads_due(request: HttpRequest) -> HttpResponse:
    """The offerings with hours that the chosen portal has not accepted yet, the longest ago first."""
    at = now()
    asked = request.GET.get("portal", "")
    portal = Portal(asked) if asked in Portal.values else Portal.ECPA
    due = offerings_due(exporting_organisers(request, at=at), portal, at=at)
    context = {
        "portal": portal,
        "portals": list(Portal),
        "due": due,
        "overdue": sum(one.overdue for one in due),
    }
    return render(request, "backoffice/uploads_due.html", context)
