"""A row of the roster as the pages show it."""

from dataclasses import dataclass
from uuid import UUID

from hefa.activities.names import EnrolmentState
from hefa.awards.queries import RosterRow
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime

LOOKS = {
    EnrolmentState.PENDING: "state-waiting",
    EnrolmentState.WAITING: "state-waiting",
    EnrolmentState.DECLINED: "state-failed",
    EnrolmentState.WITHDRAWN: "state-failed",
}


@dataclass(frozen=True, slots=True)
class RosterView:
    """One person in words. `enrolment` is None for somebody who came unannounced."""

    enrolment: UUID | None
    version: int
    name: str
    told_name: str
    id_masked: str
    unit: str
    unit_code: str
    external: bool
    state: str
    look: str
    at: str
    hours: str
    message: str
    doubled: bool
    checked: bool
    may_be_decided: bool


def roster_view(row: RosterRow, *, checked: bool = False) -> RosterView:
    """A row as it is read; who waits is told the place."""
    state = "現場" if row.state is None else str(row.state.label)
    return RosterView(
        enrolment=row.enrolment,
        version=row.version,
        name=row.name,
        told_name=row.told_name,
        id_masked=mask_last4(row.id_last4),
        unit=row.unit_name,
        unit_code=row.unit_code,
        external=row.external,
        state=f"{state}第 {row.place} 位" if row.place else state,
        look=LOOKS.get(row.state, "") if row.state else "",
        at=format_roc_datetime(row.at),
        hours=f"實體 {plain(row.hours.in_person)}　數位 {plain(row.hours.digital)}" if row.hours else "",
        message=row.message,
        doubled=row.doubled,
        checked=checked and row.enrolment is not None,
        may_be_decided=row.state not in (None, EnrolmentState.WITHDRAWN),
    )
