"""Import a roster: read a file, keep what it says sealed, show what it would do, take it over once."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from hefa.audit.names import Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note
from hefa.paperwork.models import YearImport, YearMember, YearRoster
from hefa.paperwork.rules.reading.table import read_table
from hefa.paperwork.rules.roster_file import (
    ROSTER_INTAKE,
    Change,
    Comparison,
    Kept,
    LineProblem,
    RosterFile,
    RosterLine,
    compared,
    read_roster,
)

BATCH = 1000


class ImportSettled(Exception):
    """The file was taken over or thrown away before, by a second click or another officer."""


def stage_roster(*, roster: YearRoster, content: bytes, officer: Officer, at: datetime) -> YearImport:
    """Read a file and keep what it says, sealed, until it is taken over or a day has gone. Raises UnreadableFile."""
    read = read_roster(read_table(content, ROSTER_INTAKE).lines, roc_year=roster.roc_year)
    told = {"lines": [asdict(line) for line in read.lines], "problems": [asdict(one) for one in read.problems]}
    return YearImport.objects.create(
        roster=roster, content=json.dumps(told, default=str), made_at=at, made_by=officer.account
    )


def staged_file(staged: YearImport) -> RosterFile:
    """What the file said. Raises ImportSettled when it is no longer kept."""
    if staged.content is None:
        raise ImportSettled
    told = json.loads(staged.content)
    lines = [
        RosterLine(**{**line, "joined": _day(line["joined"]), "left": _day(line["left"])}) for line in told["lines"]
    ]
    return RosterFile(lines, [LineProblem(**one) for one in told["problems"]])


def comparison_of(roster: YearRoster, file: RosterFile) -> Comparison:
    """What taking the file over would do to the roster as it stands now."""
    return compared(file.lines, _kept(roster))


@transaction.atomic
def take_import(*, staged: YearImport, officer: Officer, at: datetime) -> Comparison:
    """Take a file over: new people are added, days that it tells are set, nobody is removed. Raises ImportSettled.

    The roster is locked, so that two officers cannot add the same person; what is done is told as it was found then.
    """
    roster = YearRoster.objects.select_for_update(of=("self",)).get(pk=staged.roster_id)
    held = YearImport.objects.select_for_update(of=("self",)).get(pk=staged.pk)
    done = comparison_of(roster, staged_file(held))
    YearImport.objects.filter(pk=held.pk).update(settled_at=at, content=None)
    new = [line for line, change, _ in done.lines if change == Change.NEW]
    _add(roster, new, officer=officer, at=at)
    changed = [(line, kept) for line, change, kept in done.lines if change == Change.CHANGED and kept is not None]
    _set_days(roster, changed)
    note(
        Verb.YEAR_ROSTER_IMPORTED, "year_roster", roster.public_id, officer=officer, at=at,
        added=len(new), changed=len(changed),
    )  # fmt: skip
    return done


def discard_import(*, staged: YearImport, at: datetime) -> None:
    """Throw a file away that is not to be taken over."""
    YearImport.objects.filter(pk=staged.pk, settled_at__isnull=True).update(settled_at=at, content=None)


def _kept(roster: YearRoster) -> list[Kept]:
    members = YearMember.objects.filter(roster=roster).order_by("pk")
    return [Kept(one.public_id, one.name, one.id_last4, one.joined, one.left) for one in members]


def _add(roster: YearRoster, lines: Sequence[RosterLine], *, officer: Officer, at: datetime) -> None:
    people = [
        YearMember(
            roster=roster,
            name=line.name,
            id_last4=line.id_last4,
            joined=line.joined,
            left=line.left,
            added_at=at,
            added_by=officer.account,
        )
        for line in lines
    ]
    YearMember.objects.bulk_create(people, batch_size=BATCH)


def _set_days(roster: YearRoster, changed: Sequence[tuple[RosterLine, Kept]]) -> None:
    wanted = {kept.id: line for line, kept in changed}
    members = list(YearMember.objects.filter(roster=roster, public_id__in=wanted).order_by("pk"))
    for member in members:
        line = wanted[member.public_id]
        member.joined, member.left = line.joined or member.joined, line.left or member.left
        member.version += 1
    YearMember.objects.bulk_update(members, ("joined", "left", "version"), batch_size=BATCH)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
