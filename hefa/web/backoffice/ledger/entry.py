"""新增學習時數: hours by hand, for somebody on the roster or anybody with a number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.activities.models import Enrolment
from hefa.activities.queries import has_signed_sheet
from hefa.awards.actions import EnteredRow, EntryAnswer, enter_by_hand
from hefa.awards.names import ReviewReason
from hefa.awards.queries import RosterRow, RosterSearch, roster
from hefa.awards.queries.roster import ENDED
from hefa.awards.rules import Award, Refused, Review, is_late
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.learners.queries import Known
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.ledger.entry_form import AwardForm, EnteredPersonForm, FindForm
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows beside its empty forms: whoever was found, or somebody about whom the rule asks."""

    find: FindForm
    person: EnteredPersonForm
    hours: AwardForm
    found: tuple[tuple[RosterRow, str], ...] | None = None
    asked: tuple[ReviewReason, ...] = ()
    enrolment: Enrolment | None = None


@officer_only(Duty.RECORD)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name, number and unit, with hours; a unit may be looked up on the way."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    sent = request.POST if request.method == "POST" else None
    person = EnteredPersonForm(sent, language="zh", at=at, on=localdate(at))
    hours = _hours(desk, sent if not person.is_looking_up else None, at=at)
    shown = Shown(FindForm(), person, hours)
    if sent is None or person.is_looking_up or not all([person.is_valid(), hours.is_valid()]):
        return _page(request, desk, shown, at=at)
    said = person.cleaned_data
    row = EnteredRow(
        said["national_id"],
        said["name"],
        said["unit"].pk if said["unit"] else None,
        hours=hours.cleaned_data["hours"],
        confirmed=hours.cleaned_data["confirmed"],
    )
    return _entered(request, desk, officer, row, shown, at=at)


@officer_only(Duty.RECORD)
@form_target("backoffice:entry")
def entry_search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who of those enrolled has no hours yet, by name or last four; at most 20."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.RECORD)
    find = FindForm(request.POST)
    found = None
    if find.is_valid():
        wanted = RosterSearch(name=find.cleaned_data["find_name"], last4=find.cleaned_data["find_last4"])
        rows = [
            row
            for row in roster(desk.offering, wanted)
            if row.enrolment is not None and row.hours is None and row.state not in ENDED
        ]
        found = tuple((row, mask_last4(row.id_last4)) for row in rows[:MOST_FOUND])
    person = EnteredPersonForm(language="zh", at=at, on=localdate(at))
    return _page(request, desk, Shown(find, person, _hours(desk, None, at=at), found), at=at)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_enrolled(request: HttpRequest, public_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Hours for somebody on the roster: no number is asked, the offering knows who it is."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    on_roster = Enrolment.objects.filter(offering=desk.offering).exclude(state__in=ENDED)
    enrolment = get_object_or_404(on_roster.select_related("learner", "unit"), public_id=enrolment_id)
    hours = _hours(desk, request.POST if request.method == "POST" else None, at=at)
    person = EnteredPersonForm(language="zh", at=at, on=localdate(at))
    shown = Shown(FindForm(), person, hours, enrolment=enrolment)
    if not hours.is_valid():
        return _page(request, desk, shown, at=at)
    learner = enrolment.learner
    row = EnteredRow(
        None,
        learner.name,
        enrolment.unit_id,
        hours=hours.cleaned_data["hours"],
        confirmed=hours.cleaned_data["confirmed"],
        learner=Known(learner.pk, learner.public_id, learner.name),
    )
    return _entered(request, desk, officer, row, shown, at=at)


def _hours(desk: Desk, sent: object, *, at: datetime) -> AwardForm:
    late = is_late(desk.offering.activity.roc_year, at)
    return AwardForm(sent, hours=desk.offering.hours, late=late)


def _entered(
    request: HttpRequest, desk: Desk, officer: Officer, row: EnteredRow, shown: Shown, *, at: datetime
) -> HttpResponse:
    """Enter one row and say what became of it; what the rule asks is answered on the same page."""
    [answer] = enter_by_hand(
        offering=desk.offering,
        rows=[row],
        alone=settings.HEFA_HAND_ROWS_ALONE,
        officer=officer,
        at=at,
        late_reason=shown.hours.cleaned_data["late_reason"],
    )
    match answer.decision:
        case Review(reasons):
            asked = Shown(shown.find, shown.person, shown.hours, asked=reasons, enrolment=shown.enrolment)
            return _page(request, desk, asked, at=at)
        case Refused(reason):
            shown.hours.add_error(None, f"{row.name}：{reason.label}。")
            return _page(request, desk, shown, at=at)
        case Award():
            _tell(request, row, answer)
    return redirect("backoffice:entry", desk.offering.public_id)


def _tell(request: HttpRequest, row: EnteredRow, answer: EntryAnswer) -> None:
    messages.success(request, f"已登錄「{row.name}」的學習時數。")
    if answer.name_differs:
        messages.warning(request, "這個身分證字號先前登錄的姓名與您輸入的不同，請於名單按「確認姓名」後才會匯出。")
    if answer.waits:
        alone = settings.HEFA_HAND_ROWS_ALONE
        messages.warning(
            request,
            f"您在本期以人工登錄已超過 {alone} 筆，這一筆須由另一位承辦人覆核後才核發。上傳簽到表附件後即不需要。",
        )


def _page(request: HttpRequest, desk: Desk, shown: Shown, *, at: datetime) -> HttpResponse:
    context = {
        "desk": desk,
        "find": shown.find,
        "form": shown.person,
        "hours": shown.hours,
        "found": shown.found,
        "asked": shown.asked,
        "enrolment": shown.enrolment,
        "id_masked": mask_last4(shown.enrolment.learner.id_last4) if shown.enrolment else "",
        "alone": settings.HEFA_HAND_ROWS_ALONE,
        "signed_sheet": has_signed_sheet(desk.offering),
    }
    return render(request, "backoffice/entry.html", context)
