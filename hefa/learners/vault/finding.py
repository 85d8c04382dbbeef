"""Find whose number it is, or enter somebody new by it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.utils.crypto import constant_time_compare

from hefa.audit.actions import Entry, record, record_many
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.keys.digests import keyed_digests
from hefa.keys.fields import sealed_field
from hefa.learners.models import Learner, NationalIdDigest, NationalIdRecord
from hefa.learners.queries import Known, Person, former_last4s
from hefa.units.models import Unit

KNOWN = """
SELECT q.n, l.id, l.public_id, l.name
FROM unnest(%s::int[], %s::smallint[], %s::bytea[]) AS q(n, kid, digest)
JOIN national_id_digest d ON d.kid = q.kid AND d.digest = q.digest
JOIN national_id i ON i.id = d.record_id
JOIN learner l ON l.id = i.learner_id
FOR KEY SHARE OF l
"""
HOLD = "SELECT id FROM learner WHERE id = %s FOR KEY SHARE"
"""Whoever is found stays found until this transaction is over: retention takes nobody who is held so."""


def find(national_id: NationalId) -> Learner | None:
    """The learner with this number, under whichever live key it was stored first."""
    record = record_of(national_id)
    return record.learner if record else None


def record_of(national_id: NationalId) -> NationalIdRecord | None:
    """The row of this number, current or replaced, with its learner."""
    digests = _digests(national_id)
    found = NationalIdDigest.objects.filter(digest__in=digests.values()).order_by("pk")
    found = found.select_related("record__learner__unit")
    return next((row.record for row in found if digests.get(row.kid) == bytes(row.digest)), None)


def write_number(*, learner: Learner, national_id: NationalId, at: datetime) -> None:
    """Write a number as a learner's current one. Whoever is found by it then has it: of two at once, the earlier."""
    row = NationalIdRecord.objects.create(
        learner=learner, number=national_id.value, kind=national_id.kind.name, recorded_at=at
    )
    NationalIdDigest.objects.bulk_create(
        (NationalIdDigest(kid=kid, digest=digest, record=row) for kid, digest in _digests(national_id).items()),
        ignore_conflicts=True,
    )


def find_or_enter(
    *, national_id: NationalId, name: str, unit: Unit | None, at: datetime, actor: Actor
) -> tuple[Learner, bool]:
    """The learner with this number, entered now if there was none; True when it was entered.

    The same is done for every number, so that the time taken tells nobody which are known (T1): it is sealed, written
    and looked for, and what was written of a known one is taken back. Two at the same moment make one learner: the
    constraint `national_id_is_one_learner` decides, and the later one finds the other's. A learner that retention took
    in this moment is entered again.
    """
    while True:
        with transaction.atomic():
            written = _enter(national_id, name, unit, at, actor)
            learner = find(national_id)
            if learner != written:
                transaction.set_rollback(True)
        if learner is not None and _hold(learner):
            return learner, learner == written


@transaction.atomic
def find_or_enter_many(*, people: Sequence[Person], at: datetime, actor: Actor) -> list[Known]:
    """As `find_or_enter` for a whole list, in its order; eight statements whatever its length.

    A number that stands in the list twice is one learner, entered with the first name. Two lists at the same moment
    make one learner of one number: the constraint decides, and the later list takes the earlier one's learner.
    """
    digests = [_digests(person.national_id) for person in people]
    known = _known(digests)
    fresh = {person.national_id.value: n for n, person in reversed(list(enumerate(people))) if n not in known}
    if fresh:
        order = sorted(fresh.values())
        try:
            with transaction.atomic():
                entered = _enter_many([people[n] for n in order], [digests[n] for n in order], at, actor)
        except IntegrityError:
            return _one_by_one(people, digests, at, actor)
        by_number = {people[n].national_id.value: learner for n, learner in zip(order, entered, strict=True)}
        known |= {n: by_number[one.national_id.value] for n, one in enumerate(people) if n not in known}
    return [known[n] for n in range(len(people))]


def number_ends_in(learner: Learner, last4: str) -> bool:
    """Whether a number of this learner ends so: a card from before a change is still the person's."""
    told = (learner.id_last4, *former_last4s([learner.pk]).get(learner.pk, ()))
    return any([constant_time_compare(one, last4) for one in told])


def _hold(learner: Learner) -> bool:
    """False when retention has taken the person in this very moment."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [learner.pk])
        return cursor.fetchone() is not None


def _enter(national_id: NationalId, name: str, unit: Unit | None, at: datetime, actor: Actor) -> Learner:
    learner = Learner.objects.create(public_id=uuid4(), name=name, id_last4=national_id.last4, unit=unit, made_at=at)
    write_number(learner=learner, national_id=national_id, at=at)
    record(at=at, actor=actor, verb=Verb.LEARNER_ENTERED, subject_kind="learner", subject_id=learner.public_id)
    return learner


def _known(digests: Sequence[Mapping[int, bytes]]) -> dict[int, Known]:
    """The learners of these numbers by position; who is new is missing. One statement."""
    places = [(n, kid, digest) for n, of_kids in enumerate(digests) for kid, digest in of_kids.items()]
    name_of = sealed_field(Learner, "name")
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [list(column) for column in zip(*places, strict=True)] if places else [[], [], []])
        return {n: Known(pk, public_id, name_of.unseal(name, public_id=public_id)) for n, pk, public_id, name in cursor}


def _enter_many(
    people: Sequence[Person], digests: Sequence[Mapping[int, bytes]], at: datetime, actor: Actor
) -> list[Known]:
    """Row numbers are drawn first, so that each table takes the whole list by one COPY. Raises IntegrityError.

    Digests go in their own order: two lists of the same new people then never wait for each other in a circle.
    """
    learners = [Known(pk, uuid4(), one.name) for pk, one in zip(_drawn("learner", len(people)), people, strict=True)]
    records = [(pk, uuid4()) for pk in _drawn("national_id", len(people))]
    name_of, last4_of = sealed_field(Learner, "name"), sealed_field(Learner, "id_last4")
    number_of = sealed_field(NationalIdRecord, "number")
    _copy(
        "COPY learner (id, public_id, name, id_last4, unit_id, made_at) FROM STDIN",
        (
            (
                learner.learner_id,
                learner.public_id,
                name_of.seal(one.name, public_id=learner.public_id),
                last4_of.seal(one.national_id.last4, public_id=learner.public_id),
                one.unit_id,
                at,
            )
            for learner, one in zip(learners, people, strict=True)
        ),
    )
    _copy(
        "COPY national_id (id, public_id, learner_id, number, kind, recorded_at) FROM STDIN",
        (
            (pk, key, learner.learner_id, number_of.seal(number.value, public_id=key), number.kind.name, at)
            for (pk, key), learner, number in zip(records, learners, (one.national_id for one in people), strict=True)
        ),
    )
    told = zip(records, digests, strict=True)
    _copy(
        "COPY national_id_digest (kid, digest, record_id) FROM STDIN",
        sorted((kid, digest, pk) for (pk, _), of_kids in told for kid, digest in of_kids.items()),
    )
    record_many([Entry(at, actor, Verb.LEARNER_ENTERED, "learner", learner.public_id) for learner in learners])
    return learners


def _drawn(table: str, count: int) -> list[int]:
    """So many row numbers of a table, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [pk for (pk,) in cursor]


def _copy(statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _one_by_one(
    people: Sequence[Person], digests: Sequence[Mapping[int, bytes]], at: datetime, actor: Actor
) -> list[Known]:
    """After a list that came at the same moment: each for itself, in the order of digests as `_enter_many` has it."""
    known = {}
    for n in sorted(range(len(people)), key=lambda n: sorted(digests[n].items())):
        one = people[n]
        unit = Unit.objects.get(pk=one.unit_id) if one.unit_id else None
        learner, _ = find_or_enter(national_id=one.national_id, name=one.name, unit=unit, at=at, actor=actor)
        known[n] = Known(learner.pk, learner.public_id, learner.name)
    return [known[n] for n in range(len(people))]


def _digests(national_id: NationalId) -> dict[int, bytes]:
    return digests_of(national_id.value)


def digests_of(number: str) -> dict[int, bytes]:
    """What a number is found by, under each live key."""
    return keyed_digests("index", "nid", number)
