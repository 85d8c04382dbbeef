"""已刪除與移轉的時數 of an offering, and the history of one award."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.awards.names import AwardState, RevokeKind
from hefa.awards.queries import EndedAward, TrailLine, chain_of, ended_awards, ended_groups, trail_of
from hefa.awards.queries.lists import paged
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.queries import exports_of
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.backoffice.ledger.move_form import short_words, write_picked
from hefa.web.shell.audience import officer_only


@dataclass(frozen=True, slots=True)
class EndedView:
    """One award that ended, as the page shows it."""

    public_id: UUID
    name: str
    id_masked: str
    unit: str
    in_person: str
    digital: str
    how: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """One move out of the offering: how many went where, and those that can be moved back."""

    at: str
    by: str
    reason: str
    count: int
    target: Offering
    where: str
    back: str = field(default="")


@officer_only()
@require_safe
def ended(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who was taken back or moved, when, by whom and why; a move can be taken back from here."""
    desk = desk_of(request, public_id, at=now())
    awards, gone = ended_awards(desk.offering), ended_groups(desk.offering)
    page = paged(awards, page=page_number(request.GET.get("page")))
    context = {
        "desk": desk,
        "rows": [_view(award) for award in page.rows],
        "moves": _moves(awards),
        "groups": [(format_roc_datetime(one.revoked_at), one) for one in gone if one.revoked_at],
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
    return render(request, "backoffice/ended_awards.html", context)


@officer_only()
@require_safe
def award_history(request: HttpRequest, public_id: UUID, award_id: UUID) -> HttpResponse:
    """歷程: scanned, corrected, revoked, moved, exported: each with when, who and why."""
    desk = desk_of(request, public_id, at=now())
    mine = Award.objects.filter(offering=desk.offering).select_related("learner", "unit", "offering__activity")
    award = get_object_or_404(mine, public_id=award_id)
    chain = chain_of(award)
    exports = [
        TrailLine(one.at, f"匯出：{one.label}", one.by, one.purpose) for one in exports_of([one.pk for one in chain])
    ]
    lines = sorted([*trail_of(chain), *exports], key=lambda line: line.at)
    context = {
        "desk": desk,
        "reference": award.public_id,
        "name": award.learner.name,
        "id_masked": mask_last4(award.learner.id_last4),
        "unit": award.unit.name if award.unit else NO_UNIT_LABEL,
        "hours": award.hours.label,
        "state": _state(award),
        "lines": [(format_roc_datetime(line.at), line) for line in lines],
        "several": len(chain) > 1,
    }
    return render(request, "backoffice/award_history.html", context)


def _view(award: EndedAward) -> EndedView:
    where = f"至{short_words([award.moved_to])}" if award.moved_to else ""
    already = award.kind == RevokeKind.MOVED and not award.moved_to
    return EndedView(
        public_id=award.public_id,
        name=award.name,
        id_masked=mask_last4(award.id_last4),
        unit=award.unit_name,
        in_person=plain(award.hours.in_person),
        digital=plain(award.hours.digital),
        how=f"{award.kind.label}{where}{'（該期別已有時數）' if already else ''}",
        at=format_roc_datetime(award.at),
        by=award.by,
        reason=award.reason,
    )


def _moves(awards: Sequence[EndedAward]) -> list[MoveView]:
    """The moves out of the offering, the latest first: what was moved by one officer at one moment to one place."""
    moved = [award for award in awards if award.moved_to is not None]
    views = []
    for _, group in groupby(moved, key=lambda award: (award.at, award.by, award.moved_to)):
        rows = list(group)
        first, target = rows[0], rows[0].moved_to
        if target is not None:
            back = {row.follower: row.follower_version for row in rows if row.follower is not None}
            views.append(
                MoveView(
                    at=format_roc_datetime(first.at),
                    by=first.by,
                    reason=first.reason,
                    count=len(rows),
                    target=target,
                    where=short_words([target]),
                    back=write_picked(back),
                )
            )
    return views


def _state(award: Award) -> str:
    if award.revoked_at is None:
        return str(AwardState(award.state).label)
    return str(RevokeKind(award.revoke_kind).label)
