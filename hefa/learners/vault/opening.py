"""Open numbers: whose, why and by whom is on record in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.keys.fields import sealed_field
from hefa.learners.models import Learner, NationalIdRecord
from hefa.learners.names import OpeningPurpose

NUMBERS = """
SELECT n.learner_id, l.public_id, n.public_id, n.number
FROM national_id n JOIN learner l ON l.id = n.learner_id
WHERE n.learner_id = ANY(%s) AND (n.replaced_at IS NULL OR %s)
ORDER BY n.learner_id, n.replaced_at DESC NULLS FIRST, n.id
"""
"""Raw, because a list of thousands passes as one array."""


def open_number(
    *, learner: Learner, purpose: OpeningPurpose, actor: Actor, organiser_id: UUID, at: datetime
) -> NationalId:
    """One full number, with its audit entry."""
    opened = open_numbers(learner_ids=[learner.pk], purpose=purpose, actor=actor, organiser_id=organiser_id, at=at)
    return opened[learner.pk]


def open_numbers(
    *, learner_ids: Sequence[int], purpose: OpeningPurpose, actor: Actor, organiser_id: UUID, at: datetime
) -> Mapping[int, NationalId]:
    """Full numbers by learner. One audit entry names everybody whose number was opened, in this transaction."""
    stored = open_stored(learner_ids=learner_ids, purpose=purpose, actor=actor, organiser_id=organiser_id, at=at)
    return {learner_id: NationalId.parse(number) for learner_id, number in stored.items()}


def open_stored(
    *, learner_ids: Sequence[int], purpose: OpeningPurpose, actor: Actor, organiser_id: UUID, at: datetime
) -> Mapping[int, str]:
    """As `open_numbers`, but as they are stored: a paper judges each itself and names those that fail their check."""
    opened = _open(learner_ids, purpose, actor, organiser_id, at, replaced=False)
    return {learner_id: number for learner_id, (number,) in opened.items()}


def open_stored_ever(
    *, learner_ids: Sequence[int], purpose: OpeningPurpose, actor: Actor, organiser_id: UUID, at: datetime
) -> Mapping[int, Sequence[str]]:
    """As `open_stored`, with the numbers that gave way too, the current one first: what was written once comes back."""
    return _open(learner_ids, purpose, actor, organiser_id, at, replaced=True)


def _open(
    learner_ids: Sequence[int],
    purpose: OpeningPurpose,
    actor: Actor,
    organiser_id: UUID,
    at: datetime,
    *,
    replaced: bool,
) -> dict[int, list[str]]:
    number_of = sealed_field(NationalIdRecord, "number")
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [list(learner_ids), replaced])
        rows = cursor.fetchall()
    record(
        at=at,
        actor=actor,
        verb=Verb.ID_OPENED,
        subject_kind="learners",
        subject_id=None,
        organiser_id=organiser_id,
        facts={
            "purpose": purpose.value,
            "learners": list(dict.fromkeys(str(public_id) for _, public_id, _, _ in rows)),
        },
    )
    numbers: dict[int, list[str]] = {}
    for learner_id, _, record_id, blob in rows:
        numbers.setdefault(learner_id, []).append(number_of.unseal(blob, public_id=record_id))
    return numbers
