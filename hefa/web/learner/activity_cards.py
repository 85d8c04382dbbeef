"""An offering as learners read it, in a list and on its own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hefa.activities.models import Offering
from hefa.activities.names import EnrolmentObstacle
from hefa.activities.rules import places_left
from hefa.base.hours import plain
from hefa.base.roc import TAIPEI, format_roc
from hefa.web.shell.language import Language, Words

OBSTACLES = {
    EnrolmentObstacle.CANCELLED: "obstacle_cancelled",
    EnrolmentObstacle.ENDED: "obstacle_ended",
    EnrolmentObstacle.INTERNAL: "obstacle_internal",
    EnrolmentObstacle.BY_ORGANISER: "obstacle_by_organiser",
    EnrolmentObstacle.NOT_YET: "obstacle_not_yet",
    EnrolmentObstacle.OVER: "obstacle_over",
}
WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


@dataclass(frozen=True, slots=True)
class ActivityCard:
    """The words of one offering. `taking` says that it can be enrolled in now, `full` that no place is left."""

    public_id: UUID
    title: str
    held_at: str
    place: str
    organiser: str
    hours: str
    people: str
    taking: bool
    full: bool


def activity_card(offering: Offering, said: Words, language: Language, *, county: str, at: datetime) -> ActivityCard:
    """An offering of `published_offerings` in words; `county` is the label of its code."""
    left = places_left(offering.capacity, taken_of(offering))
    opens, closes = offering.enrol_from, offering.enrol_until
    return ActivityCard(
        public_id=offering.public_id,
        title=title_of(offering, said),
        held_at=time_words(offering.starts_at, offering.ends_at, language),
        place="　".join(filter(None, (county, offering.activity.place))),
        organiser=offering.activity.organiser.name,
        hours=said["hours_words"].format(
            digital=plain(offering.digital_hours), in_person=plain(offering.in_person_hours)
        ),
        people=people_words(offering.capacity, taken_of(offering), said),
        taking=opens is not None and closes is not None and opens <= at < closes,
        full=left == 0,
    )


def title_of(offering: Offering, said: Words) -> str:
    """活動名稱 and 期別."""
    return said["offering_title"].format(name=offering.activity.name, number=offering.number)


def taken_of(offering: Any) -> int:
    """報名人數 as the list counted it."""
    return int(getattr(offering, "enrolled", 0))


def people_words(capacity: int, taken: int, said: Words) -> str:
    """How many are enrolled, of how many."""
    return said["capacity_words" if capacity else "unlimited_words"].format(enrolled=taken, capacity=capacity)


def time_words(starts_at: datetime, ends_at: datetime, language: Language) -> str:
    """115-12-01（二）09:00~11:30; the last day too when it is another."""
    starts, ends = starts_at.astimezone(TAIPEI), ends_at.astimezone(TAIPEI)
    until = f"{ends:%H:%M}" if starts.date() == ends.date() else _moment(ends, language)
    return f"{_moment(starts, language)}~{until}"


def moment_words(at: datetime, language: Language) -> str:
    """A time in Taipei: ROC in Chinese, ISO in English, with the day of the week."""
    return _moment(at.astimezone(TAIPEI), language)


def _moment(local: datetime, language: Language) -> str:
    weekday = WEEKDAYS[language][local.weekday()]
    if language == "zh":
        return f"{format_roc(local.date())}（{weekday}）{local:%H:%M}"
    return f"{local:%Y-%m-%d} ({weekday}) {local:%H:%M}"
