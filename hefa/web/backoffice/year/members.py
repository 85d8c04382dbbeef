"""A roster by hand: add, correct, mark as left, exempt with proof, restore, take off."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import AttachmentRefused
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.names import Duty
from hefa.paperwork.actions.year import (
    MemberOvertaken,
    OnRoster,
    ProofKept,
    add_member,
    change_member,
    exempt_member,
    open_proof,
    remove_member,
    restore_member,
)
from hefa.paperwork.models import YearMember, YearProof
from hefa.paperwork.queries.year import MemberRow, progress_of
from hefa.paperwork.rules.year import kept_until
from hefa.web.backoffice.year.access import RosterDesk, roster_desk
from hefa.web.backoffice.year.forms import ExemptionForm, MemberForm
from hefa.web.backoffice.year.rows import member_view
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target

OVERTAKEN = "其他承辦人已先更改或移除這位人員，沒有儲存您的修改。以下是最新的內容。"
TWICE = "名冊中已有姓名與末四碼相同的人員。"


class VersionForm(forms.Form):
    """Which version of the person was on screen."""

    version = forms.IntegerField()


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """新增人員."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    form = MemberForm(request.POST if request.method == "POST" else None, roc_year=desk.roster.roc_year)
    if form.is_valid():
        told = form.person()
        try:
            add_member(public_id=form.cleaned_data["public_id"], roster=desk.roster, officer=officer, at=at, **told)
        except OnRoster:
            form.add_error("name", TWICE)
        else:
            messages.success(request, f"已將「{told['name']}」列入名冊。")
            again = "another" in request.POST
            return redirect("backoffice:new_year_member" if again else "backoffice:year_roster", public_id)
    return render(request, "backoffice/year_member_new.html", {"desk": desk, "form": form})


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """修改人員: name, last four and days; what else can be done about somebody leads on from here."""
    at = now()
    desk, held = _member(request, public_id, member_id, at=at)
    officer = desk.officer(Duty.RECORD)
    initial = {
        "public_id": held.public_id,
        "version": held.version,
        "name": held.name,
        "id_last4": held.id_last4,
        "joined": format_roc(held.joined) if held.joined else "",
        "left": format_roc(held.left) if held.left else "",
    }
    form = MemberForm(
        request.POST if request.method == "POST" else None, initial=initial, roc_year=desk.roster.roc_year
    )
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changed = change_member(member=held, version=version, officer=officer, at=at, **form.person())
        except MemberOvertaken:
            messages.warning(request, OVERTAKEN)
            return redirect("backoffice:year_member", public_id, member_id)
        except OnRoster:
            form.add_error("name", TWICE)
        else:
            messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
            return redirect("backoffice:year_roster", public_id)
    return _member_page(request, desk, held, form, ExemptionForm(initial={"version": held.version}), at=at)


@officer_only(Duty.RECORD)
@form_target("backoffice:year_member")
def exemption(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """豁免: with the reason, and the paper that it rests on."""
    at = now()
    desk, held = _member(request, public_id, member_id, at=at)
    officer = desk.officer(Duty.RECORD)
    form = ExemptionForm(request.POST, request.FILES)
    if form.is_valid():
        told = form.cleaned_data
        try:
            exempt_member(
                member=held,
                version=told["version"],
                reason=told["reason"],
                proof=told["proof"],
                officer=officer,
                at=at,
            )
        except MemberOvertaken:
            messages.warning(request, OVERTAKEN)
            return redirect("backoffice:year_member", public_id, member_id)
        except AttachmentRefused as refused:
            form.add_error("proof", str(refused))
        else:
            messages.success(request, f"「{held.name}」已列為豁免。")
            return redirect("backoffice:year_member", public_id, member_id)
    initial = {
        "public_id": held.public_id,
        "version": held.version,
        "name": held.name,
        "id_last4": held.id_last4,
        "joined": format_roc(held.joined) if held.joined else "",
        "left": format_roc(held.left) if held.left else "",
    }
    person = MemberForm(initial=initial, roc_year=desk.roster.roc_year)
    return _member_page(request, desk, held, person, form, at=at)


@officer_only(Duty.RECORD)
@form_target("backoffice:year_member")
def restoration(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """恢復列計: ask for the hours again, of somebody who was exempt or had left."""
    at = now()
    desk, held = _member(request, public_id, member_id, at=at)
    officer = desk.officer(Duty.RECORD)
    try:
        restore_member(member=held, version=_version(request), officer=officer, at=at)
    except MemberOvertaken:
        messages.warning(request, OVERTAKEN)
    else:
        messages.success(request, f"「{held.name}」已恢復列計。")
    return redirect("backoffice:year_member", public_id, member_id)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def member_removal(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """移出名冊: for somebody who should never have been on it; asks once more."""
    at = now()
    desk, held = _member(request, public_id, member_id, at=at)
    officer = desk.officer(Duty.RECORD)
    if request.method == "POST":
        name = held.name
        try:
            remove_member(member=held, version=_version(request), officer=officer, at=at)
        except MemberOvertaken:
            messages.warning(request, OVERTAKEN)
            return redirect("backoffice:year_member", public_id, member_id)
        except ProofKept:
            messages.warning(request, "這位人員有豁免證明，須保存三年，不能移出名冊；離職者請填寫離職日。")
            return redirect("backoffice:year_member", public_id, member_id)
        messages.success(request, f"已將「{name}」移出名冊，時數紀錄不受影響。")
        return redirect("backoffice:year_roster", public_id)
    return render(request, "backoffice/year_removal.html", {"desk": desk, "member": held})


@officer_only(Duty.RECORD)
@require_safe
def member_proof(request: HttpRequest, public_id: UUID, member_id: UUID, proof_id: UUID) -> HttpResponseBase:
    """The paper of an exemption, as it was taken in; that it was looked at is on record."""
    at = now()
    desk, held = _member(request, public_id, member_id, at=at)
    officer = desk.officer(Duty.RECORD)
    proof = get_object_or_404(YearProof, member=held, public_id=proof_id)
    response = HttpResponse(open_proof(proof=proof, officer=officer, at=at), content_type=proof.content_type)
    response["Content-Disposition"] = content_disposition_header(True, proof.file_name) or "attachment"
    return response


def _member(request: HttpRequest, public_id: UUID, member_id: UUID, *, at: datetime) -> tuple[RosterDesk, YearMember]:
    desk = roster_desk(request, public_id, at=at)
    members = YearMember.objects.filter(roster=desk.roster).select_related("roster")
    return desk, get_object_or_404(members, public_id=member_id)


def _member_page(
    request: HttpRequest, desk: RosterDesk, held: YearMember, form: MemberForm, exemption_form: ExemptionForm,
    *, at: datetime,
) -> HttpResponse:  # fmt: skip
    row = _row(desk, held, at=at)
    proofs = YearProof.objects.filter(member=held).defer("content").order_by("added_at", "pk")
    context = {
        "desk": desk,
        "member": held,
        "view": member_view(row) if row else None,
        "row": row,
        "form": form,
        "exemption_form": exemption_form,
        "proofs": [(proof, format_roc(localdate(proof.added_at))) for proof in proofs],
        "kept_until": format_roc(kept_until(desk.roster.roc_year)),
    }
    return render(request, "backoffice/year_member.html", context)


def _row(desk: RosterDesk, held: YearMember, *, at: datetime) -> MemberRow | None:
    (progress,) = progress_of([desk.roster], on=localdate(at))
    return next((one for one in progress.members if one.public_id == held.public_id), None)


def _version(request: HttpRequest) -> int:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0
