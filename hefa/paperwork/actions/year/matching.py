"""Say who a line of a roster is where name and last four do not, or say it wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.audit.names import Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note_many
from hefa.paperwork.models import YearMember, YearRoster
from hefa.paperwork.names.year import Matching
from hefa.paperwork.queries.year import progress_of


@dataclass(frozen=True, slots=True)
class Choice:
    """What the officer chose for a line: one of the people that it fits, nobody (`person` None), or OPEN again."""

    version: int
    matching: Matching
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """How many choices were kept, and how many not, because the line had moved on or fits that person no longer."""

    kept: int
    overtaken: int


class ChosenTwice(Exception):
    """One person was chosen for two lines of a roster. Nothing is kept."""


def settle_members(
    *, roster: YearRoster, choices: Mapping[UUID, Choice], officer: Officer, on: date, at: datetime
) -> Settled:
    """Keep what the officer chose. Only people whom a line fits can be chosen. Raises ChosenTwice."""
    (progress,) = progress_of([roster], on=on)
    lines = {one.public_id: one for one in progress.members}
    kept: list[tuple[UUID, dict[str, Any]]] = []
    try:
        with transaction.atomic():
            for line_id, choice in sorted(choices.items()):
                fits = {one.id: one.learner for one in lines[line_id].people} if line_id in lines else {}
                learner = fits.get(choice.person) if choice.person else None
                if choice.matching == Matching.CHOSEN and learner is None:
                    continue
                if _settle(roster, line_id, choice, learner, officer=officer, at=at):
                    kept.append((line_id, {"matching": choice.matching}))
            note_many(Verb.YEAR_MEMBER_SETTLED, "year_member", kept, officer=officer, at=at)
    except IntegrityError as error:
        if "year_member_is_one_learner" in str(error):
            raise ChosenTwice from None
        raise
    return Settled(len(kept), len(choices) - len(kept))


def _settle(
    roster: YearRoster, line: UUID, choice: Choice, learner: int | None, *, officer: Officer, at: datetime
) -> bool:
    settled = choice.matching != Matching.OPEN
    rows = YearMember.objects.filter(roster=roster, public_id=line, version=choice.version)
    return bool(
        rows.update(
            matching=choice.matching,
            learner_id=learner if choice.matching == Matching.CHOSEN else None,
            settled_at=at if settled else None,
            settled_by=officer.account if settled else None,
            version=F("version") + 1,
        )
    )
