"""Lecturers: an organiser's own with all that is noted, everybody's as far as they agreed to be published.

Names are sealed, so they are searched and sorted in memory; the field of expertise narrows in the database first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Lecturer, Offering, Teaching
from hefa.activities.names import Publication
from hefa.base.search_text import fold
from hefa.organisers.names import Duty
from hefa.organisers.queries import organisers_of


@dataclass(frozen=True, slots=True)
class LecturerSearch:
    """What somebody looks for: a text in name, position or intro, and a code of the 內容領域 list. Empty: everybody."""

    text: str = ""
    expertise: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class LecturerRow:
    """A lecturer as a list shows it. `contact` is empty where the lecturer did not agree to publish it."""

    public_id: UUID
    organiser: str
    name: str
    position: str
    contact: str
    intro: str
    expertise: tuple[str, ...]
    publishes: Publication
    retired: bool
    taught: int


def lecturers_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Lecturer]:
    """The lecturers of every organiser whose things this account may see on this day, retired ones too."""
    organisers = organisers_of(account, on=on, duty=duty)
    return Lecturer.objects.filter(organiser__in=organisers).select_related("organiser", "learner").order_by("pk")


def own_lecturers(lecturers: QuerySet[Lecturer], search: LecturerSearch) -> Sequence[LecturerRow]:
    """Those of `lecturers_of` that match, by name. One statement."""
    found = lecturers.filter(retired_at__isnull=not search.retired)
    return _matching(_narrowed(found, search), search, with_contact=True)


def published_directory(search: LecturerSearch) -> Sequence[LecturerRow]:
    """查詢講師資料庫: whoever agreed to be published, with what was agreed to, by name. One statement.

    Nothing that was not agreed to is matched either.
    """
    published = Lecturer.objects.filter(retired_at__isnull=True).exclude(publishes=Publication.NOTHING)
    return _matching(_narrowed(published.select_related("organiser"), search), search, with_contact=False)


def teachers_of(offering: Offering) -> Sequence[Lecturer]:
    """The lecturers of an offering, by name."""
    found = Lecturer.objects.filter(teachings__offering=offering)
    return sorted(found, key=lambda one: (one.name, one.pk))


def published_teachers(offering: Offering) -> Sequence[str]:
    """The names of its lecturers who agreed to be published, for everybody."""
    return [one.name for one in teachers_of(offering) if one.publishes != Publication.NOTHING]


def taught_by(lecturer: Lecturer) -> Sequence[Offering]:
    """What a lecturer teaches and taught, the latest first."""
    taught = Teaching.objects.filter(lecturer=lecturer).order_by("-offering__starts_at", "-offering")
    return [one.offering for one in taught.select_related("offering__activity")]


def _narrowed(lecturers: QuerySet[Lecturer], search: LecturerSearch) -> QuerySet[Lecturer]:
    if search.expertise:
        lecturers = lecturers.filter(expertise__contains=[search.expertise])
    return lecturers.annotate(taught=Count("teachings"))


def _matching(found: Iterable[Lecturer], search: LecturerSearch, *, with_contact: bool) -> Sequence[LecturerRow]:
    wanted = fold(search.text)
    rows = [
        _row(one, with_contact=with_contact or one.publishes == Publication.CONTACT)
        for one in found
        if not wanted or any(wanted in fold(text) for text in (one.name, one.position, one.intro))
    ]
    return sorted(rows, key=lambda row: (row.name, row.organiser, row.public_id))


def _row(lecturer: Lecturer, *, with_contact: bool) -> LecturerRow:
    return LecturerRow(
        public_id=lecturer.public_id,
        organiser=lecturer.organiser.name,
        name=lecturer.name,
        position=lecturer.position,
        contact=lecturer.contact if with_contact else "",
        intro=lecturer.intro,
        expertise=tuple(lecturer.expertise),
        publishes=Publication(lecturer.publishes),
        retired=lecturer.is_retired,
        taught=getattr(lecturer, "taught", 0),
    )
