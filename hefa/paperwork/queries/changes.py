"""匯出後異動清單: awards that were changed or taken back, or whose person is told by another name or number, after
they went out in a file.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from hefa.awards.models import Award
from hefa.awards.names import AwardState, RevokeKind
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.organisers.models import Organiser
from hefa.paperwork.models import PaperRow
from hefa.paperwork.names import PortalState
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries.profiles import held_profiles
from hefa.paperwork.rules import Profile

USUAL = PROFILES["issued-list"]
"""Its words are used for a profile that is not there any more."""
NAME_TODO = "請將更正後的姓名告知收件系統或取得名單的人。"
NUMBER_TODO = "請將新的統一證號告知收件系統或取得名單的人。"
PERSON_CHANGED_AT = Greatest(F("award__learner__name_corrected_at"), F("award__number_changed_at"))
"""When the person was last given another name or number; null when never."""
CORRECTED = Q(award__version__gt=F("award_version"))
RENAMED = Q(award__learner__name_corrected_at__gt=F("paper__made_at"))
RENUMBERED = Q(award__number_changed_at__gt=F("paper__made_at"))
NOT_HANDLED = (
    Q(award__version__gt=Greatest(F("award_version"), F("handled_version")))
    | RENAMED & (Q(handled_at__isnull=True) | Q(award__learner__name_corrected_at__gt=F("handled_at")))
    | RENUMBERED & (Q(handled_at__isnull=True) | Q(award__number_changed_at__gt=F("handled_at")))
)
"""What an officer ticked stays away until the award is changed, or the learner given another name or number, again."""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One award in one file that is not any more what was written there; `todo` is what to do about it."""

    paper: UUID
    award: UUID
    version: int
    offering_id: UUID
    name: str
    id_masked: str
    offering: str
    file_name: str
    made_on: str
    label: str
    change: str
    todo: str
    handled: str
    person_changed_at: datetime | None = None

    @property
    def key(self) -> str:
        """What a form names it by: a change, or another name or number, that comes later makes it another."""
        told = self.person_changed_at.isoformat() if self.person_changed_at else ""
        return f"{self.paper}:{self.award}:{self.version}:{told}"


def changed_rows(organisers: Collection[Organiser]) -> QuerySet[PaperRow]:
    """Rows whose award was changed since, or whose learner has another name or number, in files that the portal kept.

    The latest file first. What an officer ticked stays away until something is changed again.
    """
    return _changed(organisers).filter(NOT_HANDLED).order_by("-paper__made_at", "-paper_id", "pk")


def handled_rows(organisers: Collection[Organiser]) -> QuerySet[PaperRow]:
    """Changes that officers dealt with, the latest first."""
    not_again = Q(person_changed_at__isnull=True) | Q(person_changed_at__lte=F("handled_at"))
    done = (
        _changed(organisers)
        .annotate(person_changed_at=PERSON_CHANGED_AT)
        .filter(not_again, handled_version__gte=F("award__version"))
    )
    return done.order_by("-handled_at", "-paper_id", "pk")


def changes_shown(rows: Iterable[PaperRow]) -> Sequence[ChangedRow]:
    """The words of these rows. One statement for the profiles' own words."""
    profiles = {code: held.profile for code, held in held_profiles().items()}
    return [_shown(row, profiles.get(row.paper.profile)) for row in rows]


def _changed(organisers: Collection[Organiser]) -> QuerySet[PaperRow]:
    return (
        PaperRow.objects.filter(CORRECTED | RENAMED | RENUMBERED, paper__organiser__in=organisers)
        .exclude(portal_state=PortalState.REJECTED)
        .select_related(
            "paper__offering__activity", "award__learner", "award__moved_to__offering__activity", "handled_by"
        )
    )


def _handled(row: PaperRow) -> str:
    return f"{format_roc_datetime(row.handled_at)} {row.handled_by.name}" if row.handled_at and row.handled_by else ""


def _shown(row: PaperRow, profile: Profile | None) -> ChangedRow:
    paper, award = row.paper, row.award
    gone = award.revoked_at is not None or award.state == AwardState.FAILED
    words: Any = profile or USUAL
    return ChangedRow(
        paper=paper.public_id,
        award=award.public_id,
        version=award.version,
        offering_id=paper.offering.public_id,
        name=award.learner.name,
        id_masked=mask_last4(award.learner.id_last4),
        offering=f"{paper.offering.activity.name} 第 {paper.offering.number} 期",
        file_name=paper.file_name,
        made_on=format_roc_datetime(paper.made_at),
        label=profile.label if profile else paper.profile,
        change=_change(row),
        todo=words.when_withdrawn if gone else _todo(row, words),
        handled=_handled(row),
        person_changed_at=max(filter(None, (award.learner.name_corrected_at, award.number_changed_at)), default=None),
    )


def _todo(row: PaperRow, words: Any) -> str:
    corrected = words.when_corrected if row.award.version > row.award_version else ""
    return f"{corrected}{NAME_TODO if _renamed(row) else ''}{NUMBER_TODO if _renumbered(row) else ''}"


def _renamed(row: PaperRow) -> bool:
    renamed_at = row.award.learner.name_corrected_at
    return renamed_at is not None and renamed_at > row.paper.made_at


def _renumbered(row: PaperRow) -> bool:
    changed_at = row.award.number_changed_at
    return changed_at is not None and changed_at > row.paper.made_at


def _change(row: PaperRow) -> str:
    """What became of the award since it was written, in words."""
    award = row.award
    if award.revoked_at is not None:
        moved: Award | None = getattr(award, "moved_to", None)
        where = f"至「{moved.offering.activity.name} 第 {moved.offering.number} 期」" if moved else ""
        return f"{RevokeKind(award.revoke_kind).label}{where}{_because(award.revoke_reason)}"
    parts = [
        f"{label} {plain(before)}→{plain(now)}"
        for label, before, now in (
            ("數位", row.digital_hours, award.digital_hours),
            ("實體", row.in_person_hours, award.in_person_hours),
        )
        if before is not None and before != now
    ]
    if award.state != AwardState.REVIEWED:
        parts.append(f"已改為{AwardState(award.state).label}")
    if _renamed(row):
        parts.append("姓名已更正")
    if _renumbered(row):
        parts.append("統一證號已變更")
    if award.version == row.award_version:
        return "、".join(parts)
    return f"{'、'.join(parts) or '匯出後曾修改，目前與檔案相同'}{_because(award.correction_reason)}"


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""
