"""The vault: the only place that opens a national ID or looks one up."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.keys.digests import keyed_digests
from hefa.keys.fields import sealed_field
from hefa.learners.models import Learner, NationalIdDigest, NationalIdRecord
from hefa.learners.names import OpeningPurpose
from hefa.units.models import Unit

CURRENT_NUMBERS = """
SELECT n.learner_id, l.public_id, n.public_id, n.number
FROM national_id n JOIN learner l ON l.id = n.learner_id
WHERE n.learner_id = ANY(%s) AND n.replaced_at IS NULL
"""
"""Raw, because a list of thousands passes as one array."""


def find(national_id: NationalId) -> Learner | None:
    """The learner with this number, under whichever live key it was stored."""
    digests = _digests(national_id)
    found = NationalIdDigest.objects.filter(digest__in=digests.values()).select_related("record__learner__unit")
    return next((row.record.learner for row in found if digests.get(row.kid) == bytes(row.digest)), None)


def find_or_enter(
    *, national_id: NationalId, name: str, unit: Unit | None, at: datetime, actor: Actor
) -> tuple[Learner, bool]:
    """The learner with this number, entered now if there was none; True when it was entered.

    Two at the same moment make one learner: the constraint `national_id_is_one_learner` decides, the other looks again.
    """
    learner = find(national_id)
    if learner is not None:
        return learner, False
    try:
        with transaction.atomic():
            return _enter(national_id, name, unit, at, actor), True
    except IntegrityError:
        learner = find(national_id)
        if learner is None:
            raise
        return learner, False


def open_numbers(
    *, learner_ids: Sequence[int], purpose: OpeningPurpose, actor: Actor, at: datetime
) -> Mapping[int, NationalId]:
    """Full numbers by learner. One audit entry names everybody whose number was opened, in this transaction."""
    stored = open_stored(learner_ids=learner_ids, purpose=purpose, actor=actor, at=at)
    return {learner_id: NationalId.parse(number) for learner_id, number in stored.items()}


def open_stored(
    *, learner_ids: Sequence[int], purpose: OpeningPurpose, actor: Actor, at: datetime
) -> Mapping[int, str]:
    """As `open_numbers`, but as they are stored: a paper judges each itself and names those that fail their check."""
    number_of = sealed_field(NationalIdRecord, "number")
    with connection.cursor() as cursor:
        cursor.execute(CURRENT_NUMBERS, [list(learner_ids)])
        rows = cursor.fetchall()
    record(
        at=at,
        actor=actor,
        verb=Verb.ID_OPENED,
        subject_kind="learners",
        subject_id=None,
        facts={"purpose": purpose.value, "learners": [str(public_id) for _, public_id, _, _ in rows]},
    )
    return {learner_id: number_of.unseal(blob, public_id=record_id) for learner_id, _, record_id, blob in rows}


def open_number(*, learner: Learner, purpose: OpeningPurpose, actor: Actor, at: datetime) -> NationalId:
    """One full number, with its audit entry."""
    return open_numbers(learner_ids=[learner.pk], purpose=purpose, actor=actor, at=at)[learner.pk]


def _enter(national_id: NationalId, name: str, unit: Unit | None, at: datetime, actor: Actor) -> Learner:
    learner = Learner.objects.create(public_id=uuid4(), name=name, id_last4=national_id.last4, unit=unit, made_at=at)
    row = NationalIdRecord.objects.create(
        learner=learner, number=national_id.value, kind=national_id.kind.name, recorded_at=at
    )
    NationalIdDigest.objects.bulk_create(
        NationalIdDigest(kid=kid, digest=digest, record=row) for kid, digest in _digests(national_id).items()
    )
    record(at=at, actor=actor, verb=Verb.LEARNER_ENTERED, subject_kind="learner", subject_id=learner.public_id)
    return learner


def _digests(national_id: NationalId) -> dict[int, bytes]:
    return keyed_digests("index", "nid", national_id.value)
