"""Two learners who are one person: merged, taken apart again, and all that is stored of them."""

from datetime import timedelta
from typing import Any

from django.db import models

from hefa.activities.models import Enrolment
from hefa.awards.models import Award, Review
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.models import AccountLink, Learner, LearnerMerge, NationalIdRecord
from hefa.paperwork.actions.merging import (
    merge_learners,
    part_learners,
)
from hefa.paperwork.models import YearMember
from hefa.paperwork.queries.merging import merge_preview
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in

LATER = NOW + timedelta(minutes=10)


def merged(world: World, kept: Learner, gone: Learner, **more: Any) -> LearnerMerge:
    """Alice merges them, as the preview of now says."""
    return merge_learners(
        kept=kept,
        gone=gone,
        mark=merge_preview(kept, gone).mark,
        proven=more.get("proven"),
        reason="換發新式統一證號",
        by=world.alice.account,
        at=more.get("at", NOW),
    )


def parted(world: World, merge: LearnerMerge) -> None:
    """Ten minutes later it turns out that they are two."""
    part_learners(merge=merge, reason="不是同一人", by=world.alice.account, at=LATER)


def stored(*left_out: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of what a merge may touch, but what an undo has to change again."""
    tables: list[type[models.Model]] = [Learner, NationalIdRecord, AccountLink, PersonalCode, Enrolment, Award]
    tables += [Review, YearMember]
    changes = {"version", "number_changed_at", *left_out}
    found = {}
    for table in tables:
        rows = []
        for row in table._default_manager.order_by("pk"):
            rows.append({f.attname: getattr(row, f.attname) for f in table._meta.fields if f.name not in changes})
        found[table.__name__] = rows
    return found


def two_at(world: World) -> tuple[Award, Award]:
    """One person with hours at one offering under two numbers; the second scan was the earlier one."""
    old, new = a_walk_in(1).code, a_walk_in(2).code
    gate = a_gate(world.alice, world.offering)
    scan_code(gate, static_text(old), at=NOW)
    scan_code(gate, static_text(new), at=NOW - timedelta(minutes=5))
    return Award.objects.get(code=old), Award.objects.get(code=new)
