"""班級 on a roster: names and head counts, students being reported as class totals."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hefa.audit.names import Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note
from hefa.paperwork.models import YearClass, YearRoster


@transaction.atomic
def set_classes(*, roster: YearRoster, classes: Sequence[tuple[str, int]], officer: Officer, at: datetime) -> None:
    """Add classes, or set the head count of those that stand there under the same name."""
    rows = [
        YearClass(roster=roster, name=name, head_count=heads, added_at=at, added_by=officer.account)
        for name, heads in classes
    ]
    YearClass.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("roster", "name"),
        update_fields=("head_count", "added_at", "added_by"),
    )
    note(Verb.YEAR_CLASSES_CHANGED, "year_roster", roster.public_id, officer=officer, at=at, set=len(rows))


@transaction.atomic
def remove_class(*, roster: YearRoster, public_id: UUID, officer: Officer, at: datetime) -> bool:
    """Take a class off the roster; its hours stay with the activities. False when it is gone already."""
    gone, _ = YearClass.objects.filter(roster=roster, public_id=public_id).delete()
    if gone:
        note(Verb.YEAR_CLASSES_CHANGED, "year_roster", roster.public_id, officer=officer, at=at, removed=gone)
    return bool(gone)
