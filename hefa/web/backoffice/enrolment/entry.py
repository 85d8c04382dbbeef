"""新增報名: an officer puts somebody on the roster who asked by telephone or on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.activities.actions import OfferingFull, enrol_person
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.person_form import PersonForm


@officer_only(Duty.MANAGE)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name, number and unit; the person has a place at once. A unit may be looked up on the way."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.MANAGE)
    sent = request.POST if request.method == "POST" else None
    form = PersonForm(sent, language="zh", at=at, on=localdate(at))
    if form.is_valid():
        said = form.cleaned_data
        try:
            entered = enrol_person(
                offering=desk.offering,
                national_id=said["national_id"],
                name=said["name"],
                unit=said["unit"],
                officer=officer,
                at=at,
            )
        except OfferingFull:
            form.add_error(None, "名額已滿。請先在「新增維護活動」調高招生人數，再新增報名。")
        else:
            messages.success(request, f"已將「{entered.enrolment.learner.name}」列入名冊。")
            if entered.name_differs:
                messages.warning(
                    request, "這個身分證字號先前登錄的姓名與您輸入的不同，名冊顯示先前登錄的姓名，請核對證件。"
                )
            return redirect("backoffice:enrolments", public_id)
    where = reverse("backoffice:enrolment_entry", args=[public_id])
    return render(request, "backoffice/enrolment_entry.html", {"desk": desk, "form": form, "form_action": where})
