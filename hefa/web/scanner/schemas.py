"""The scan API's JSON, as the scan protocol writes it (part 2). Apart from the rooms, so that it stays replaceable.

Two hundred scans come in a request and two hundred results go back: so these are plain pydantic models, and what a
result is made of is plain dataclasses. ninja's own Schema looks each field of each object up as a template would.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from hefa.awards.names import Flag
from hefa.awards.rules.answers import RETRY_LATER, ScanAnswer
from hefa.awards.rules.items import MOST_ITEMS, Batch
from hefa.base.hours import Hours
from hefa.web.shell.told_scans import LARGEST, Counter, Instant, ItemIn, Milliseconds

FOR_THE_OFFICE = frozenset({Flag.NAME_DIFFERS, Flag.OVERLAP})
"""Flags that a phone is not told: from them a helper could learn what is on record of a number (T1)."""


class ScansIn(BaseModel):
    """One request: 1..200 scans and the sender's clocks now. One scan is a batch of one."""

    boot: UUID
    now_dev: Instant
    now_mono: Milliseconds
    items: Annotated[list[ItemIn], Field(min_length=1, max_length=MOST_ITEMS)]

    def batch(self) -> Batch:
        return Batch(self.boot, self.now_dev, self.now_mono, tuple(item.item() for item in self.items))


@dataclass(frozen=True, slots=True)
class HoursOut:
    """Hours as texts without trailing zeros: "2", "1.5"."""

    digital: str
    in_person: str


class HoursIn(BaseModel):
    """Hours as the helper set them."""

    digital: Annotated[str, StringConstraints(max_length=12)]
    in_person: Annotated[str, StringConstraints(max_length=12)]


class PinIn(BaseModel):
    """The PIN of a 掃描授權, as the helper typed it."""

    pin: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)]


class HeartbeatIn(BaseModel):
    """What a phone says of itself: scans that wait in it, its clock, and for how many seconds nobody has used it."""

    boot: UUID
    unsent: Counter
    now_dev: Instant
    idle: Counter = 0

    def offset_from(self, at: datetime) -> int:
        """The phone's clock less the server's, in milliseconds, as far as a column holds it."""
        offset = (self.now_dev - at) // timedelta(milliseconds=1)
        return max(-LARGEST, min(LARGEST, offset))


@dataclass(frozen=True, slots=True)
class LearnerOut:
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class FirstOut:
    at: datetime
    station: str


@dataclass(frozen=True, slots=True)
class ResultOut:
    """The verdict of one scan."""

    scan_id: UUID
    verdict: str
    reason: str
    reasons: list[str]
    flags: list[str]
    message: str
    message_en: str
    learner: LearnerOut | None
    hours: HoursOut | None
    first: FirstOut | None
    award: UUID | None
    replayed: bool
    settlement: str | None
    spot_check: bool
    """The helper is to look at the card and tell its last four by POST /spot-checks within ten minutes."""


class WindowOut(BaseModel):
    opens: datetime
    closes: datetime


class SettingsOut(BaseModel):
    """What the phone shows and checks of its offering."""

    version: int
    hours: HoursOut
    window: WindowOut
    policy: str


class CountsOut(BaseModel):
    awarded: int
    reviews: int
    enrolled: int


class ScansOut(BaseModel):
    """Verdicts in the order of the items, and what rides on each answer."""

    results: list[ResultOut]
    counts: CountsOut | None
    settings: SettingsOut | None
    mark: str
    server_time: datetime


class ListRowOut(BaseModel):
    award: UUID
    scan_id: UUID | None
    name: str
    unit: str
    hours: HoursOut
    at: datetime
    state_label: str
    station: str
    mine: bool


class ListOut(BaseModel):
    """已核發時數學員名單, one page of 50: 總共 total 筆資料, 目前顯示第 first~last 筆."""

    rows: list[ListRowOut]
    total: int
    first: int
    last: int
    page: int
    pages: int
    counts: CountsOut


class SearchIn(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    last4: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4)] = ""


class PersonOut(BaseModel):
    learner_ref: str
    name: str
    unit: str
    state: Literal["enrolled", "awarded"]


class PeopleOut(BaseModel):
    people: list[PersonOut]


class WalkInIn(BaseModel):
    """Somebody without a code, as the helper typed it; `unit` is a 機關代碼, or "none" for 一般民眾."""

    name: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
    number: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]
    unit: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^[^\x00]*$")]


class WalkInOut(BaseModel):
    """What names the person in the scan that follows. It is opaque, and no answer tells more."""

    learner_ref: str


class UnitsIn(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00]*$")]


class UnitOut(BaseModel):
    code: str
    name: str
    parent: str


class UnitsOut(BaseModel):
    """Units found, the best first; `more` when there may be others."""

    units: list[UnitOut]
    more: bool


class SpotCheckIn(BaseModel):
    """抽查末四碼: the last four of the card that belongs to a scan."""

    scan_id: UUID
    last4: Annotated[str, StringConstraints(max_length=20)]


class SpotCheckOut(BaseModel):
    """Whether they matched, and the sentence that the helper reads."""

    matched: bool
    message: str


class PictureOut(BaseModel):
    """The code in a picture; null with a sentence when there is none."""

    code: str | None
    message: str


class TimeOut(BaseModel):
    mark: str
    server_time: datetime


class ProblemOut(BaseModel):
    """An error in words; one of ours has the number by which the log knows it."""

    message: str
    reason: str
    reference: str = ""


def hours_out(hours: Hours) -> HoursOut:
    """Hours as the API writes them."""
    return HoursOut(digital=_plain(hours.digital), in_person=_plain(hours.in_person))


def result_out(answer: ScanAnswer) -> ResultOut:
    """A verdict as the API writes it."""
    return ResultOut(
        scan_id=answer.scan_id,
        verdict=answer.verdict.value if answer.verdict else RETRY_LATER,
        reason=answer.refusal.value if answer.refusal else "",
        reasons=[str(reason.label) for reason in answer.reasons],
        flags=[flag.value for flag in answer.flags if flag not in FOR_THE_OFFICE],
        message=answer.message,
        message_en=answer.message_in_english,
        learner=LearnerOut(name=answer.name, unit=answer.unit) if answer.name else None,
        hours=hours_out(answer.hours) if answer.hours else None,
        first=FirstOut(at=answer.first_at, station=answer.first_station) if answer.first_at else None,
        award=answer.award,
        replayed=answer.replayed,
        settlement=answer.settlement.value if answer.settlement else None,
        spot_check=answer.spot_check,
    )


def _plain(number: object) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
