"""提醒 on the menu: said to be done, or put off for a week."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.names import Duty
from hefa.organisers.queries import offices_over, organisers_of
from hefa.paperwork.actions.reminders import finish_reminder, snooze_reminder
from hefa.paperwork.models import Reminder
from hefa.web.shell.audience import account_of, officer_only


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """已處理, or 一週後再提醒, for all officers of the organiser. Who comes by a link is shown the menu."""
    at = now()
    account, today = account_of(request), localdate(at)
    mine = Reminder.objects.filter(organiser__in=organisers_of(account, on=today, duty=Duty.RECORD))
    held = get_object_or_404(mine.select_related("organiser"), public_id=public_id)
    officer = offices_over(account, held.organiser, on=today, duty=Duty.RECORD)[0]
    if request.method != "POST":
        return redirect("backoffice:menu")
    if request.POST.get("do") == "snooze":
        until = snooze_reminder(reminder=held, officer=officer, at=at)
        messages.success(request, f"已延後，{format_roc(until)} 再提醒。")
    elif finish_reminder(reminder=held, officer=officer, at=at):
        messages.success(request, "已標示為已處理。")
    else:
        messages.info(request, "這項提醒先前已處理。")
    return redirect("backoffice:menu")
