"""抽查末四碼 on the page of 掃描點: what each gate was asked, and whose card was another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.models import Award, HintMark, SpotCheck
from hefa.awards.names import AwardState, HintKind, RevokeKind
from hefa.awards.queries import differing_cards, hint_marks, spot_checks_by_gate, together
from hefa.base.roc import format_roc_datetime
from hefa.stations.queries import helper_of


@dataclass(frozen=True, slots=True)
class DifferingRow:
    """Somebody whose card was another's. `version` is None once the hours have ended."""

    award: UUID
    version: int | None
    name: str
    at: str
    gate: str
    state: str
    seen: str
    """Who has looked at it and what it was; empty when nobody has."""


def spot_check_page(offering: Offering) -> dict[str, object]:
    """The figures and the rows for the template."""
    gates, differing = spot_checks_by_gate(offering), differing_cards([offering.pk])
    marks = hint_marks(HintKind.SPOT_CHECK, [check.scan.award.public_id for check in differing if check.scan.award])
    rows = [_row(check, check.scan.award, marks) for check in differing if check.scan.award]
    return {"gates": gates, "checks": together(gates), "differing": rows}


def _row(check: SpotCheck, award: Award, marks: Mapping[str, HintMark]) -> DifferingRow:
    scan, mark = check.scan, marks.get(str(award.public_id))
    return DifferingRow(
        award=award.public_id,
        version=None if award.revoked_at else award.version,
        name=award.learner.name,
        at=format_roc_datetime(check.answered_at),
        gate=f"{scan.station.name}（{helper_of(scan.station)}）",
        state=str(RevokeKind(award.revoke_kind).label if award.revoked_at else AwardState(award.state).label),
        seen=f"已查看　{mark.marked_by.name}：{mark.note}" if mark else "",
    )
