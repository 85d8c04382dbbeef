"""What numbers are found by, anew under each key of a rotation."""

from datetime import datetime

from django.db import connection, transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.keys.fields import sealed_field
from hefa.keys.ring import ring
from hefa.learners.models import NationalIdDigest, NationalIdRecord
from hefa.learners.names import OpeningPurpose
from hefa.learners.vault.finding import digests_of

NOT_INDEXED = """
SELECT n.id, l.public_id, n.public_id, n.number
FROM national_id n JOIN learner l ON l.id = n.learner_id
WHERE (SELECT count(*) FROM national_id_digest d WHERE d.record_id = n.id AND d.kid = ANY(%s)) < %s
"""
IN_BATCHES = "AND n.id > %s ORDER BY n.id LIMIT %s FOR UPDATE OF n"
COUNT_NOT_INDEXED = f"SELECT count(*) FROM ({NOT_INDEXED}) AS lacking"  # noqa: S608 - both are written here


@transaction.atomic
def index_anew(*, after: int, rows: int, actor: Actor, at: datetime) -> tuple[int, int]:
    """Let so many numbers beyond row `after` be found by every live key; returns how many lacked one, and the last row.

    Opening them is on record like any other opening. Numbers of the past count too: people are still found by them.
    """
    kids = list(ring("index").kids)
    number_of = sealed_field(NationalIdRecord, "number")
    with connection.cursor() as cursor:
        cursor.execute(NOT_INDEXED + IN_BATCHES, [kids, len(kids), after, rows])
        found = cursor.fetchall()
    if not found:
        return 0, after
    facts = {"purpose": OpeningPurpose.KEY_ROTATION.value, "learners": [str(row[1]) for row in found]}
    record(at=at, actor=actor, verb=Verb.ID_OPENED, subject_kind="learners", subject_id=None, facts=facts)
    NationalIdDigest.objects.bulk_create(
        (
            NationalIdDigest(kid=kid, digest=digest, record_id=pk)
            for pk, _, public_id, blob in found
            for kid, digest in digests_of(number_of.unseal(blob, public_id=public_id)).items()
        ),
        ignore_conflicts=True,
    )
    return len(found), found[-1][0]


def count_not_indexed() -> int:
    """Numbers that some live key does not find yet; a retiring key stays until there are none."""
    kids = list(ring("index").kids)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_NOT_INDEXED, [kids, len(kids)])
        (count,) = cursor.fetchone()
    return int(count)


def forget_digests(*, kid: int) -> int:
    """Remove what a retired key found numbers by; returns how many rows."""
    return NationalIdDigest.objects.filter(kid=kid).delete()[0]
