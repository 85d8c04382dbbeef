"""異常提示 for auditors: of the organisers under them, names masked, with figures by organiser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.activities.queries import overseen_offerings
from hefa.awards.queries import hand_shares, hints_of, spot_checks_by_organiser
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.backoffice.ledger.hints import hint_page
from hefa.web.shell.audience import account_of, officer_only


@officer_only(Duty.AUDIT)
@require_safe
def audit_hints(request: HttpRequest) -> HttpResponse:
    """What officers were hinted at and what they made of it; who enters by hand (T14), who looks at cards (T4)."""
    at = now()
    offerings = overseen_offerings(account_of(request), on=localdate(at))
    found = hints_of(offerings, codes_of_one_browser=settings.HEFA_CODES_OF_ONE_BROWSER, at=at)
    context = hint_page(found, number=page_number(request.GET.get("page")), masked=True)
    context["shares"] = hand_shares(offerings, at=at)
    context["checks"] = spot_checks_by_organiser(offerings, at=at)
    return render(request, "backoffice/audit_hints.html", context)
