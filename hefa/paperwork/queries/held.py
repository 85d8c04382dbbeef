"""Everything that is held about somebody, as the person gets it: sections of rows, for the page and for the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hefa.activities.models import Enrolment
from hefa.audit.names import ActorKind
from hefa.audit.queries import SEEN, Terms, find_entries
from hefa.awards.models import Award, Scan, SpotCheck
from hefa.base.roc import format_roc, format_roc_datetime
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink, Learner, NationalIdRecord
from hefa.organisers.models import Organiser
from hefa.paperwork.models import EcpaName, RightsRequest, YearMember
from hefa.paperwork.queries.journal import PURPOSES, touched_by
from hefa.paperwork.queries.rights import recipients_of
from hefa.units.names import NO_UNIT_LABEL

MOST_SEEN = 1000
Row = Mapping[str, str]
Held = Mapping[str, Sequence[Row]]
LABELS = {"on": "時間", "to": "對象", "file": "檔案", "about": "活動或名冊", "why": "用途", "by": "提供者"}


def held_about(learner: Learner) -> Held:
    """By section, rows of label and value. The number shows its last four: the whole of it is stored encrypted."""
    return {
        "基本資料": [_person(learner)],
        "身分證統一編號（加密保存）": [
            _number(one, learner) for one in learner.national_ids.order_by("recorded_at", "pk")
        ],
        "個人帳號": [_account(one) for one in _links(learner)],
        "個人條碼": [_code(one) for one in learner.codes.select_related("unit").order_by("made_at", "pk")],
        "學習時數": [_award(one) for one in _awards(learner)],
        "掃描紀錄": [_scan(one) for one in _scans(learner)],
        "活動報名": [_enrolment(one) for one in _enrolments(learner)],
        "年度人員名冊": [_member(one) for one in _members(learner)],
        "ECPA 姓名": [
            {"姓名": one.name, "開課單位": one.organiser.name, "設定時間": format_roc_datetime(one.given_at)}
            for one in EcpaName.objects.filter(learner=learner).select_related("organiser").order_by("pk")
        ],
        "提供給誰": [{LABELS[key]: value for key, value in asdict(one).items()} for one in recipients_of(learner)],
        "調閱、查詢與匯出紀錄": _seen(learner),
        "當事人請求": [_request(one) for one in RightsRequest.objects.filter(learner=learner).order_by("pk")],
    }


def _person(learner: Learner) -> Row:
    return {
        "姓名": learner.name,
        "服務單位": _unit(learner.unit),
        "建立時間": format_roc_datetime(learner.made_at),
        "姓名更正時間": format_roc_datetime(learner.name_corrected_at) if learner.name_corrected_at else "",
    }


def _number(one: NationalIdRecord, learner: Learner) -> Row:
    return {
        "號碼": f"******{learner.id_last4}" if one.replaced_at is None else "舊號碼",
        "登錄時間": format_roc_datetime(one.recorded_at),
        "停用時間": format_roc_datetime(one.replaced_at) if one.replaced_at else "",
    }


def _links(learner: Learner) -> Iterable[AccountLink]:
    """The proven account alone: who else said to be this person is that person's own affair."""
    links = AccountLink.objects.filter(learner=learner, proven_at__isnull=False)
    return links.select_related("account", "unit").order_by("pk")


def _account(link: AccountLink) -> Row:
    return {
        "帳號": link.account.username,
        "姓名": link.account.name,
        "電子郵件": link.account.email,
        "服務單位": _unit(link.unit),
        "註冊時間": format_roc_datetime(link.account.registered_at),
    }


def _code(code: PersonalCode) -> Row:
    return {
        "姓名": code.name,
        "服務單位": _unit(code.unit),
        "建立時間": format_roc_datetime(code.made_at),
        "最後有效日": format_roc(code.expires_on),
        "作廢": f"{format_roc_datetime(code.voided_at)} {code.get_void_reason_display()}" if code.voided_at else "",
    }


def _awards(learner: Learner) -> Iterable[Award]:
    awards = learner.awards.select_related("offering__activity__organiser", "unit")
    return awards.order_by("awarded_at", "pk")


def _award(award: Award) -> Row:
    return {
        "活動": f"{award.offering.activity.name} 第 {award.offering.number} 期",
        "開課單位": award.offering.activity.organiser.name,
        "時數": award.hours.label,
        "狀態": "已刪除" if award.revoked_at else award.get_state_display(),
        "來源": award.get_source_display(),
        "核發時間": format_roc_datetime(award.awarded_at),
        "服務單位": _unit(award.unit),
        "登錄姓名": award.entered_name or "",
    }


def _scans(learner: Learner) -> Iterable[Scan]:
    return learner.scans.select_related("offering__activity", "station", "spot_check_answer").order_by(
        "effective_at", "pk"
    )


def _scan(scan: Scan) -> Row:
    where = f"{scan.offering.activity.name} 第 {scan.offering.number} 期" if scan.offering else ""
    return {
        "時間": format_roc_datetime(scan.effective_at),
        "活動": where,
        "掃描點": scan.station.name,
        "判定": scan.get_verdict_display(),
        "原因": scan.get_refusal_display() if scan.refusal else "",
        "抽查末四碼": _spot_check(scan) if scan.spot_check else "",
    }


def _spot_check(scan: Scan) -> str:
    answer: SpotCheck | None = getattr(scan, "spot_check_answer", None)
    if answer is None:
        return "未回答"
    return "相符" if answer.matched else "不符"


def _enrolments(learner: Learner) -> Iterable[Enrolment]:
    return learner.enrolments.select_related("offering__activity").order_by("enrolled_at", "pk")


def _enrolment(one: Enrolment) -> Row:
    return {
        "活動": f"{one.offering.activity.name} 第 {one.offering.number} 期",
        "狀態": one.get_state_display(),
        "報名時間": format_roc_datetime(one.enrolled_at),
    }


def _members(learner: Learner) -> Iterable[YearMember]:
    return YearMember.objects.filter(learner=learner).select_related("roster__unit").order_by("pk")


def _member(one: YearMember) -> Row:
    return {
        "名冊": f"{one.roster.roc_year} 年度 {one.roster.unit.name}",
        "姓名": one.name,
        "豁免原因": one.exempt_reason or "",
        "列入時間": format_roc_datetime(one.added_at),
    }


def _request(one: RightsRequest) -> Row:
    return {
        "請求事項": one.get_right_display(),
        "內容": one.wish,
        "受理時間": format_roc_datetime(one.asked_at),
        "期限": format_roc(one.due_on),
        "結果": one.get_outcome_display() if one.outcome else "處理中",
        "答覆": one.answer or "",
        "答覆時間": format_roc_datetime(one.answered_at) if one.answered_at else "",
    }


def _seen(learner: Learner) -> list[Row]:
    """Who looked at or took out what shows this person: the organiser, never the officer's own name."""
    terms = Terms(about=touched_by([learner]), verbs=tuple(str(verb) for verb in SEEN))
    found = find_entries(terms, within=None, size=MOST_SEEN).entries
    asked = {one.organiser_id for one in found if one.organiser_id}
    names = dict(Organiser.objects.filter(public_id__in=asked).values_list("public_id", "name"))
    return [
        {
            "時間": format_roc_datetime(one.at),
            "動作": one.verb_label,
            "由誰": names.get(one.organiser_id, "") if one.organiser_id else _nobody(one.actor_kind),
            "用途": _why(one.facts),
        }
        for one in found
    ]


def _nobody(kind: str) -> str:
    return "網站管理單位" if kind == ActorKind.ACCOUNT else str(ActorKind(kind).label)


def _why(facts: Mapping[str, Any]) -> str:
    return PURPOSES.get(str(facts.get("purpose", "")), str(facts.get("purpose", "")))


def _unit(unit: Any) -> str:
    return f"{unit.code} {unit.name}" if unit is not None else NO_UNIT_LABEL
