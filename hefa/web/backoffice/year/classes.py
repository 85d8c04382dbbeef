"""班級 of a roster: names and head counts; their hours come from 班級/單位 of the activities."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions.year import remove_class, set_classes
from hefa.paperwork.queries.year import progress_of
from hefa.web.backoffice.year.access import roster_desk
from hefa.web.backoffice.year.forms import ClassesForm
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def roster_classes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The classes, and a field to add many at once."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    form = ClassesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        classes = form.cleaned_data["classes"]
        set_classes(roster=desk.roster, classes=classes, officer=officer, at=at)
        messages.success(request, f"已儲存 {len(classes)} 班。")
        return redirect("backoffice:year_roster_classes", public_id)
    (progress,) = progress_of([desk.roster], on=localdate(at))
    return render(request, "backoffice/year_classes.html", {"desk": desk, "form": form, "classes": progress.classes})


@officer_only(Duty.RECORD)
@form_target("backoffice:year_roster_classes")
def class_removal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """移除班級: the hours stay with the activities, and a class typed again has them again."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    try:
        gone = remove_class(roster=desk.roster, public_id=UUID(request.POST.get("class", "")), officer=officer, at=at)
    except ValueError:
        gone = False
    if gone:
        messages.success(request, "已移除班級，時數紀錄不受影響。")
    else:
        messages.warning(request, "這個班級已不在名冊上。")
    return redirect("backoffice:year_roster_classes", public_id)
