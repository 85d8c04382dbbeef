"""A row of 登錄 / 維護學習時數: as it is shown, and as the officer sends it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict

from hefa.awards.actions import AwardChange
from hefa.awards.names import AwardSource, AwardState
from hefa.awards.queries import AwardRow, Correction
from hefa.awards.rules.states import MOVES, SETTLED
from hefa.base.hours import Hours, InvalidHours, plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.queries import ExportMark
from hefa.web.shell.forms import looks_like_a_number

TYPED = {AwardSource.SCAN: "條碼姓名", AwardSource.HAND: "登錄姓名", AwardSource.UPLOAD: "檔案姓名"}


@dataclass(frozen=True, slots=True)
class RowView:
    """One learner of the list. Hours and state are what the page shows, which may not be saved yet.

    `states` are those that the officer who looks may choose; empty when the state is settled on a page of its own.
    """

    public_id: UUID
    name: str
    typed_name: str
    id_masked: str
    unit: str
    unit_code: str
    external: bool
    digital: str
    in_person: str
    state: AwardState
    states: tuple[AwardState, ...]
    settled: bool
    version: int
    flags: tuple[str, ...]
    source: str
    station: str
    account_unproven: bool
    name_waits: bool
    waits_for_another: bool
    in_group: bool
    corrected: str
    exported: str = ""
    export_changed: bool = False
    checked: bool = False
    problem: str = ""

    @property
    def failed(self) -> bool:
        return self.state == AwardState.FAILED


class BrokenForm(ValueError):
    """The page was not sent as it was drawn."""


def row_view(row: AwardRow, *, account_id: int) -> RowView:
    """A stored row as the page shows it to this account."""
    own = row.awaits_another_than == account_id
    return RowView(
        public_id=row.public_id,
        name=row.name,
        typed_name=f"{TYPED[row.source]}：{row.typed_name}" if row.name_waits else "",
        id_masked=mask_last4(row.id_last4),
        unit=row.unit_name,
        unit_code=row.unit_code,
        external=row.external,
        digital=plain(row.hours.digital),
        in_person=plain(row.hours.in_person),
        state=row.state,
        states=() if row.name_waits else _choices(row.state, own=own),
        settled=row.state in SETTLED,
        version=row.version,
        flags=tuple(str(flag.label) for flag in row.flags),
        source=row.origin,
        station=row.station_name,
        account_unproven=row.account_unproven,
        name_waits=row.name_waits,
        waits_for_another=own,
        in_group=row.in_group,
        corrected=corrected_words(row.correction),
    )


def corrected_words(correction: Correction | None) -> str:
    """Who corrected a row, when and why; empty when nobody did."""
    return f"{format_roc_datetime(correction.at)} {correction.by}：{correction.reason}" if correction else ""


def with_marks(rows: Sequence[RowView], marks: Mapping[UUID, ExportMark]) -> Sequence[RowView]:
    """匯出過: the rows, told of those that went out in a file in which formats, and whether they were changed since."""
    return [
        replace(row, exported="、".join(mark.labels), export_changed=mark.changed)
        if (mark := marks.get(row.public_id))
        else row
        for row in rows
    ]


def sent_rows(sent: QueryDict, stored: Mapping[UUID, AwardRow], *, account_id: int) -> Sequence[RowView]:
    """The rows as the officer sent them, in the page's order. A row that is gone meanwhile is passed over.

    The state of a row whose name waits is not taken from here: it is settled on a page of its own, with reason.
    Raises BrokenForm.
    """
    checked = set(sent.getlist("award"))
    rows = []
    for text in sent.getlist("row"):
        row = stored.get(_uuid(text))
        if row is None:
            continue
        view = row_view(row, account_id=account_id)
        rows.append(
            replace(
                view,
                digital=hours_text(sent.get(f"digital-{text}", "")),
                in_person=hours_text(sent.get(f"in_person-{text}", "")),
                state=_state(sent, text, view),
                version=_version(sent, text),
                checked=text in checked,
            )
        )
    return rows


def judged(rows: Sequence[RowView]) -> tuple[Sequence[RowView], Sequence[AwardChange]]:
    """The rows with what is wrong with their hours, and the changes that they ask for: none if anything is wrong."""
    shown, changes = [], []
    for row in rows:
        try:
            hours = Hours.of(row.digital or "0", row.in_person or "0")
        except InvalidHours as invalid:
            shown.append(replace(row, problem=invalid.problem.label))
        else:
            shown.append(row)
            changes.append(AwardChange(row.public_id, row.version, hours, row.state))
    return shown, changes if len(changes) == len(rows) else []


def difference(before: AwardRow, after: AwardChange) -> str:
    """What a saved change changed, in words: 王小明：實體 2→3."""
    parts = [
        f"{label} {plain(old)}→{plain(new)}"
        for label, old, new in (
            ("數位", before.hours.digital, after.hours.digital),
            ("實體", before.hours.in_person, after.hours.in_person),
        )
        if old != new
    ]
    if before.state != after.state:
        parts.append(f"{before.state.label}→{after.state.label}")
    return f"{before.name}：{'、'.join(parts)}"


def sent_versions(sent: QueryDict) -> dict[UUID, int]:
    """The checked rows, each with the version that was on screen. Raises BrokenForm."""
    return {_uuid(text): _version(sent, text) for text in sent.getlist("award")}


def _choices(state: AwardState, *, own: bool) -> tuple[AwardState, ...]:
    """The state as it is and those that it may become; whoever entered a row that asks another cannot pass it."""
    reachable = {state, *MOVES[state]}
    if own and state != AwardState.REVIEWED:
        reachable.discard(AwardState.REVIEWED)
    return tuple(one for one in AwardState if one in reachable)


def _state(sent: QueryDict, text: str, view: RowView) -> AwardState:
    told = sent.get(f"state-{text}")
    return next((state for state in view.states if state == told), view.state)


def _version(sent: QueryDict, text: str) -> int:
    try:
        return int(sent.get(f"version-{text}", ""))
    except ValueError:
        raise BrokenForm from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BrokenForm from None


def hours_text(typed: str) -> str:
    """Hours as they were typed, to be drawn again; nothing of a national ID that was typed there by mistake."""
    return "" if looks_like_a_number(typed) else typed.strip()[:10]
