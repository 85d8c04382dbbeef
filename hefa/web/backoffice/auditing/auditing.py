"""查核: an auditor draws samples, looks at what stands on record, takes the 佐證資料包. Every look is noted."""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import open_attachment
from hefa.activities.models import Offering
from hefa.activities.queries import attachment_for, attachments_of, filter_offerings, overseen_offerings
from hefa.awards.queries import group_rows, spot_checks_by_gate, together
from hefa.base.clock import now
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, overseen_by
from hefa.paperwork.actions import draw_sample, note_opened, take_bundle
from hefa.paperwork.models import AuditSample
from hefa.paperwork.prints.typeset import FontsMissing
from hefa.paperwork.queries import (
    activity_facts,
    awards_on_record,
    bundles_of,
    count_facts,
    paper_rows,
    people_rows,
)
from hefa.web.backoffice.auditing.form import PurposeForm, SampleForm
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.offering_filter import card, filtered_offerings
from hefa.web.shell.proof import freshly_proven

SAMPLES_SHOWN = 50


@officer_only(Duty.AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def auditing(request: HttpRequest) -> HttpResponse:
    """抽樣查核: draw a sample, and the samples drawn before."""
    at = now()
    account, today = account_of(request), localdate(at)
    organisers = list(overseen_by(account, on=today))
    form = SampleForm(request.POST if request.method == "POST" else None, organisers=organisers)
    if form.is_valid():
        chosen: Organiser | None = form.cleaned_data["organiser"]
        offerings = filter_offerings(overseen_offerings(account, on=today), roc_year=form.cleaned_data["roc_year"])
        sample = draw_sample(
            officer=_office(request, at=at),
            offerings=offerings.filter(activity__organiser=chosen) if chosen else offerings,
            size=form.cleaned_data["size"],
            seed=form.cleaned_data["seed"] or secrets.token_hex(4),
            roc_year=form.cleaned_data["roc_year"],
            of_organiser=chosen,
            at=at,
        )
        messages.success(request, f"已由 {sample.population} 件中抽出 {len(sample.offerings)} 件。")
        return redirect("backoffice:audit_sample", sample.public_id)
    context = {"form": form, "organisers": organisers, "samples": _samples(request, at=at)[:SAMPLES_SHOWN]}
    return render(request, "backoffice/auditing.html", context)


@officer_only(Duty.AUDIT)
@require_safe
def audit_sample(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One sample, in the order in which it was drawn; what is no longer under this auditor is not shown."""
    at = now()
    sample = get_object_or_404(_samples(request, at=at), public_id=public_id)
    found = {one.public_id: one for one in _overseen(request, at=at).filter(public_id__in=sample.offerings)}
    cards = [card(found[one]) for one in sample.offerings if one in found]
    return render(request, "backoffice/audit_sample.html", {"sample": sample, "cards": cards})


@officer_only(Duty.AUDIT)
@require_safe
def audit_offerings(request: HttpRequest) -> HttpResponse:
    """Every activity under this 主管機關."""
    context = filtered_offerings(request, _overseen(request, at=now())).context()
    return render(request, "backoffice/audit_offerings.html", context)


@officer_only(Duty.AUDIT)
@require_safe
def audit_offering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What stands on record about one 期別: fields, counts, people masked, spot checks, attachments, exports."""
    at = now()
    offering = _offering(request, public_id, at=at)
    note_opened(officer=_office(request, at=at), offering=offering, what="page", at=at)
    gates = spot_checks_by_gate(offering)
    context = {
        "offering": offering,
        "facts": activity_facts(offering),
        "counts": count_facts(offering),
        "people": people_rows(awards_on_record(offering)),
        "groups": group_rows(offering),
        "gates": gates,
        "checks": together(gates),
        "attachments": attachments_of(offering),
        "papers": paper_rows(offering),
        "bundles": bundles_of(offering),
    }
    return render(request, "backoffice/audit_offering.html", context)


@officer_only(Duty.AUDIT)
@require_safe
def audit_attachment(request: HttpRequest, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    """One attachment, as it was uploaded."""
    at = now()
    offering = _offering(request, public_id, at=at)
    attachment = attachment_for(offering, attachment_id)
    if attachment is None:
        raise Http404
    note_opened(officer=_office(request, at=at), offering=offering, what=f"attachment {attachment.sha256}", at=at)
    content = open_attachment(attachment=attachment, account=account_of(request), at=at)
    return _download(content, attachment.file_name, attachment.content_type)


@officer_only(Duty.AUDIT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def audit_bundle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """佐證資料包: say what for, take the PDF."""
    at = now()
    offering = _offering(request, public_id, at=at)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        officer = _office(request, at=at)
        try:
            made = take_bundle(officer=officer, offering=offering, purpose=form.cleaned_data["purpose"], at=at)
        except FontsMissing:
            form.add_error(None, "伺服器缺少中文字型，無法製作 PDF，請洽網站管理單位。")
        else:
            return _download(made.content, made.bundle.file_name, "application/pdf")
    return render(request, "backoffice/audit_bundle.html", {"offering": offering, "form": form})


def _overseen(request: HttpRequest, *, at: datetime) -> QuerySet[Offering]:
    return overseen_offerings(account_of(request), on=localdate(at))


def _offering(request: HttpRequest, public_id: UUID, *, at: datetime) -> Offering:
    return get_object_or_404(_overseen(request, at=at), public_id=public_id)


def _office(request: HttpRequest, *, at: datetime) -> Officer:
    return officers_of(account_of(request), on=localdate(at), duty=Duty.AUDIT)[0]


def _samples(request: HttpRequest, *, at: datetime) -> QuerySet[AuditSample]:
    """The samples that were drawn for the offices of whoever asks, the latest first."""
    offices = officers_of(account_of(request), on=localdate(at), duty=Duty.AUDIT).order_by()
    samples = AuditSample.objects.filter(organiser__in=offices.values("organiser_id"))
    return samples.select_related("drawn_by", "of_organiser").order_by("-drawn_at", "-pk")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
