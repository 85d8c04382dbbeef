"""功能選項 and the list of offerings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.activities.queries import offerings_of
from hefa.awards.queries import waiting_for
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.paperwork.queries.reminders import notices_of
from hefa.web.backoffice.charge import ChargeFilter, charged_cards
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.offering_filter import asked, filtered_offerings


@officer_only()
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """學習資訊維護: what this officer can do here."""
    account, today = account_of(request), localdate(now())
    duties = {duty for office in officers_of(account, on=today) for duty in office.duties}
    context = {
        "may_record": Duty.RECORD in duties,
        "may_scan": Duty.SCAN in duties,
        "may_manage": Duty.MANAGE in duties,
        "may_audit": Duty.AUDIT in duties,
        "may_export": Duty.EXPORT in duties,
        "waiting": waiting_for(account, on=today),
        "reminders": notices_of(account, on=today),
    }
    return render(request, "backoffice/menu.html", context)


@officer_only()
@require_safe
def offerings(request: HttpRequest) -> HttpResponse:
    """登錄 / 維護學習時數: choose the offering."""
    account, today = account_of(request), localdate(now())
    conditions = ChargeFilter(asked(request, ChargeFilter), account=account, on=today)
    listed = filtered_offerings(request, offerings_of(account, on=today), conditions)
    return render(request, "backoffice/offerings.html", {**listed.context(), "cards": charged_cards(listed.cards)})
