"""佐證: all that is on record about an offering, in words, for auditors. People are masked, officers are named."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import attachments_of, code_labels, officers_in_charge, removed_attachments
from hefa.audit.models import AuditEntry
from hefa.audit.names import ActorKind, Verb
from hefa.awards.models import Award, AwardCorrection, Review
from hefa.awards.names import AwardState, Flag
from hefa.awards.queries import corrections_of, five_counts, group_rows
from hefa.base.hours import Hours
from hefa.base.national_id import mask_last4
from hefa.base.person_name import mask_name
from hefa.base.roc import TAIPEI, format_roc_datetime
from hefa.organisers.models import Officer
from hefa.paperwork.models import AuditBundle, Paper, Upload
from hefa.units.names import NO_UNIT_LABEL

Rows = list[list[str]]
TOLD = (
    Verb.ACTIVITY_PLANNED,
    Verb.ACTIVITY_CHANGED,
    Verb.OFFERING_PLANNED,
    Verb.OFFERING_CHANGED,
    Verb.OFFERING_CANCELLED,
    Verb.OFFERING_RESTORED,
    Verb.HOURS_SET,
    Verb.WINDOW_EXTENDED,
)
"""The verbs of the trail: what was done to the activity itself."""


def evidence_of(offering: Offering) -> dict[str, Any]:
    """The tables of the 佐證資料包; the number of statements does not grow with the number of people."""
    awards = list(
        Award.objects.filter(offering=offering)
        .select_related("learner", "unit", "station", "entered_by", "corrected_by", "revoked_by")
        .order_by("pk")
    )
    return {
        "title": f"{offering.activity.name} 第 {offering.number} 期",
        "facts": activity_facts(offering),
        "counts": count_facts(offering),
        "people": people_rows(awards),
        "changes": _changes(awards, corrections_of(offering)),
        "groups": [
            [one.name, one.unit_name, str(one.head_count), _hours(one.hours), str(one.state.label), one.entered_by]
            for one in group_rows(offering)
        ],
        "reviews": _reviews(offering),
        "papers": paper_rows(offering),
        "uploads": _uploads(offering),
        "attachments": attachment_rows(offering),
        "removed": [
            [one.file_name, one.sha256, _when(one.removed_at), one.removed_by.name if one.removed_by else "",
             one.remove_reason]
            for one in removed_attachments(offering)
        ],
        "trail": _trail(offering),
    }  # fmt: skip


def activity_facts(offering: Offering) -> Rows:
    """The fields of the law, label and words."""
    activity = offering.activity
    day = offering.starts_at.astimezone(TAIPEI).date()
    keeper = officers_in_charge([activity]).get(activity.pk)
    return [
        ["開課單位", activity.organiser.name],
        ["承辦人", keeper.account.name if keeper else "—"],
        ["活動年度", f"{activity.roc_year}年"],
        ["活動名稱", activity.name],
        ["活動代碼", activity.code],
        ["期別", str(offering.number)],
        ["活動時間", f"{format_roc_datetime(offering.starts_at)} ~ {format_roc_datetime(offering.ends_at)}"],
        ["學習方法", _label(CodeList.METHOD, activity.method, day)],
        ["內容領域", _label(CodeList.FIELD, activity.field, day)],
        ["實施縣市", _label(CodeList.COUNTY, activity.county, day)],
        ["實施地點", activity.place or "—"],
        ["時數", _hours(offering.hours)],
        ["內容概要", activity.summary or "—"],
        ["聯絡方式", activity.contact or "—"],
        *([["已取消", f"{_when(offering.cancelled_at)} {offering.cancel_reason}"]] if offering.cancelled else []),
    ]


def count_facts(offering: Offering) -> Rows:
    """The counts above the list, label and words."""
    counts = five_counts(offering)
    return [
        ["招生人數", str(counts.capacity)],
        ["報名人數", str(counts.enrolled)],
        ["待報名准駁人數", str(counts.pending)],
        ["時數通過人數", str(counts.passed)],
        ["時數不通過人數", str(counts.failed)],
        ["待覆核人數", str(counts.waiting)],
    ]


def awards_on_record(offering: Offering) -> list[Award]:
    """The awards that stand, with what their rows tell."""
    standing = Award.objects.filter(offering=offering, revoked_at__isnull=True)
    return list(standing.select_related("learner", "unit", "station", "entered_by", "revoked_by").order_by("pk"))


def people_rows(awards: Sequence[Award]) -> Rows:
    """One row an award: masked name, last four, unit, hours, state, source, marks, time."""
    return [
        [
            mask_name(one.learner.name),
            mask_last4(one.learner.id_last4),
            one.unit.name if one.unit else NO_UNIT_LABEL,
            _hours(one.hours),
            "已刪除" if one.revoked_at else str(AwardState(one.state).label),
            _source(one),
            "、".join(str(Flag(flag).label) for flag in one.flags),
            _when(one.first_scanned_at),
        ]
        for one in awards
    ]


def paper_rows(offering: Offering) -> Rows:
    """What was exported, with the hash of each file."""
    papers = Paper.objects.filter(offering=offering).select_related("made_by").order_by("made_at", "pk")
    return [
        [_when(one.made_at), one.profile, str(one.rows), one.get_purpose_display(), one.made_by.name, one.sha256]
        for one in papers
    ]


def bundles_of(offering: Offering) -> QuerySet[AuditBundle]:
    """The 佐證資料包 that were taken of an offering, the latest first."""
    return AuditBundle.objects.filter(offering=offering).select_related("taken_by").order_by("-taken_at", "-pk")


def attachment_rows(offering: Offering) -> Rows:
    """What is attached, with size and hash of each file."""
    return [
        [one.file_name, one.get_kind_display(), f"{one.size:,}", _when(one.added_at), one.added_by.name, one.sha256]
        for one in attachments_of(offering)
    ]


def _changes(awards: Sequence[Award], corrections: Sequence[AwardCorrection]) -> Rows:
    """更正, 確認姓名 and 刪除 with who and why; of awards changed before every reason was kept, the latest."""
    told = {(one.award_id, one.corrected_at) for one in corrections}
    rows: Rows = [
        [_when(one.corrected_at), one.get_kind_display(), _who(one.award), one.corrected_by.name, one.reason]
        for one in corrections
    ]
    for one in awards:
        who = _who(one)
        if one.corrected_at and one.corrected_by and (one.pk, one.corrected_at) not in told:
            rows.append([_when(one.corrected_at), "更正", who, one.corrected_by.name, one.correction_reason])
        if one.revoked_at and one.revoked_by:
            kind = one.get_revoke_kind_display()
            rows.append([_when(one.revoked_at), kind, who, one.revoked_by.name, one.revoke_reason])
    return sorted(rows)


def _who(award: Award) -> str:
    return f"{mask_name(award.learner.name)} {mask_last4(award.learner.id_last4)}"


def _reviews(offering: Offering) -> Rows:
    settled = Review.objects.filter(offering=offering).select_related("learner", "scan", "settled_by")
    return [
        [
            _when(one.opened_at),
            mask_name(one.learner.name) if one.learner else "無法判讀",
            one.get_settlement_display() if one.settlement else "待確認",
            one.settled_by.name if one.settled_by else "",
            one.settlement_reason,
        ]
        for one in settled.order_by("opened_at", "pk")
    ]


def _uploads(offering: Offering) -> Rows:
    uploads = Upload.objects.filter(offering=offering).select_related("uploaded_by__account")
    return [
        [
            _when(one.uploaded_at),
            one.get_kind_display(),
            str(one.rows),
            str(one.entered),
            one.get_state_display(),
            one.uploaded_by.account.name,
            one.sha256,
        ]
        for one in uploads.order_by("uploaded_at", "pk")
    ]


def _trail(offering: Offering) -> Rows:
    """What was done to the activity and the offering; a deputy is named with whom the deputy stood in for."""
    entries = list(
        AuditEntry.objects.filter(
            subject_id__in=(offering.public_id, offering.activity.public_id), verb__in=TOLD
        ).order_by("id")
    )
    actors = {entry.actor_id for entry in entries if entry.actor_kind == ActorKind.ACCOUNT}
    names: dict[UUID | None, str] = {one.public_id: one.name for one in Account.objects.filter(public_id__in=actors)}
    deputies = list(
        Officer.objects.filter(account__public_id__in=actors, deputises__isnull=False)
        .filter(organiser=offering.activity.organiser)
        .select_related("account", "deputises__account")
    )
    return [
        [_when(one.at), one.verb_label, names.get(one.actor_id, "系統") + _deputising(one, deputies)]
        for one in entries
    ]  # fmt: skip


def _deputising(entry: AuditEntry, deputies: Sequence[Officer]) -> str:
    day = entry.at.astimezone(TAIPEI).date()
    for office in deputies:
        held = office.from_date <= day and (office.until_date is None or day <= office.until_date)
        if office.account.public_id == entry.actor_id and held and office.deputises is not None:
            return f"（代理 {office.deputises.account.name}）"
    return ""


def _source(award: Award) -> str:
    by = award.entered_by.name if award.entered_by is not None else award.station.name if award.station else ""
    return f"{award.origin}　{by}".strip()


def _label(code_list: CodeList, code: str, day: date) -> str:
    labels: Mapping[str, str] = code_labels(code_list, on=day)
    return f"{code} {labels.get(code, '')}".strip()


def _hours(hours: Hours) -> str:
    return f"數位 {hours.digital.normalize():f} 實體 {hours.in_person.normalize():f}"


def _when(at: Any) -> str:
    return format_roc_datetime(at) if at else ""
