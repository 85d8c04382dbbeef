"""What a phone takes along to scan without a network."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from hefa.activities.models import Offering
from hefa.activities.names import EnrolmentState
from hefa.awards.rules.pack import (
    OVERLAP,
    SALT_BYTES,
    Cursor,
    award_prefix,
    read_cursor,
    seal_line,
    void_prefix,
    write_numbers,
)
from hefa.base.person_name import mask_name
from hefa.base.roc import TAIPEI
from hefa.codes.models import PersonalCode
from hefa.keys.fields import sealed_field
from hefa.keys.ring import ring
from hefa.units.names import NO_UNIT_LABEL

CODES_OF = """
SELECT c.code_id FROM personal_code c
WHERE c.voided_at IS NULL AND c.expires_on >= %(today)s AND c.learner_id IN (
    SELECT learner_id FROM award WHERE offering_id = %(offering)s AND revoked_at IS NULL AND awarded_at >= %(since)s)
"""
RELEASED = """
SELECT c.code_id FROM personal_code c
WHERE c.voided_at IS NULL AND c.expires_on >= %(today)s AND c.learner_id IN (
    SELECT learner_id FROM award WHERE offering_id = %(offering)s AND revoked_at >= %(since)s
    EXCEPT SELECT learner_id FROM award WHERE offering_id = %(offering)s AND revoked_at IS NULL)
"""
ROSTER_MARK = """
SELECT encode(sha256(coalesce(string_agg(
           c.code_id || c.name || convert_to(coalesce(u.name, ''), 'UTF8'), '|'::bytea ORDER BY c.id), '')), 'hex')
FROM personal_code c LEFT JOIN unit u ON u.id = c.unit_id
WHERE c.voided_at IS NULL AND c.learner_id IN (
    SELECT learner_id FROM enrolment WHERE offering_id = %(offering)s AND state = %(approved)s)
"""
ROSTER = """
SELECT c.code_id, c.public_id, c.name, u.name FROM personal_code c LEFT JOIN unit u ON u.id = c.unit_id
WHERE c.voided_at IS NULL AND c.learner_id IN (
    SELECT learner_id FROM enrolment WHERE offering_id = %(offering)s AND state = %(approved)s)
ORDER BY c.id
"""
CODE_NAME = sealed_field(PersonalCode, "name")
LINES_KEPT = 20_000
"""Sealed lines that a process keeps: those of a few large offerings."""
EVER = datetime.min.replace(year=1970, tzinfo=TAIPEI)


@dataclass(frozen=True, slots=True)
class OfflinePack:
    """A whole pack, or what has changed since a cursor. `roster` is None when the phone's own is still right."""

    cursor: Cursor
    full: bool
    salt: bytes
    void_count: int
    voids: bytes
    awarded: bytes
    released: bytes
    roster: bytes | None

    @property
    def tag(self) -> str:
        """Changes whenever what the pack tells does; the roster's sealing differs each time and does not count."""
        told = (self.voids, self.awarded, self.released, self.cursor.roster.encode(), self.salt)
        return hashlib.sha256(b"|".join(told)).hexdigest()[:32]


def offline_pack(offering: Offering, *, told: str, at: datetime) -> OfflinePack:
    """The pack of an offering: whole, or as a delta to the cursor that the phone tells.

    A delta overlaps the one before by two minutes and names sets, so that repeating it changes nothing. A cursor of
    another salt or of no shape gets the whole pack. Four statements.
    """
    kid, key = ring("mark").current
    salt = hmac.digest(key, b"pack|" + offering.public_id.bytes, "sha256")[:SALT_BYTES]
    cursor = read_cursor(told)
    full = cursor is None or cursor.kid != kid or cursor.made_at > at
    since = EVER if full or cursor is None else cursor.made_at - OVERLAP
    voids = _voided(at, since)
    roster = _roster_mark(offering)
    held = _codes(CODES_OF, offering, at, since)
    released = [] if full else _codes(RELEASED, offering, at, since)
    same = cursor is not None and not full and cursor.roster == roster
    return OfflinePack(
        cursor=Cursor(at, kid, roster),
        full=full,
        salt=salt,
        void_count=len(voids),
        voids=write_numbers(void_prefix(code_id) for code_id in voids),
        awarded=write_numbers(award_prefix(code_id, salt) for code_id in held),
        released=write_numbers(award_prefix(code_id, salt) for code_id in released),
        roster=None if same else _roster(offering, salt),
    )


def _voided(at: datetime, since: datetime) -> list[bytes]:
    """Ids of codes that were voided since then and would not be refused by their date alone."""
    voided = PersonalCode.objects.filter(voided_at__gte=since, expires_on__gte=at.astimezone(TAIPEI).date())
    return [bytes(code_id) for code_id in voided.values_list("code_id", flat=True).iterator()]


def _codes(statement: str, offering: Offering, at: datetime, since: datetime) -> list[bytes]:
    today = at.astimezone(TAIPEI).date()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"offering": offering.pk, "today": today, "since": since})
        return [bytes(code_id) for (code_id,) in cursor.fetchall()]


def _roster_mark(offering: Offering) -> str:
    """Another text whenever the roster's lines are others: read where they are sealed, for phones ask every 15 s."""
    with connection.cursor() as cursor:
        cursor.execute(ROSTER_MARK, {"offering": offering.pk, "approved": EnrolmentState.APPROVED})
        return str(cursor.fetchone()[0])[:16]


def _roster(offering: Offering, salt: bytes) -> bytes:
    """The live codes of the enrolled, each with the sealed line that it opens: a masked name and the unit."""
    with connection.cursor() as cursor:
        cursor.execute(ROSTER, {"offering": offering.pk, "approved": EnrolmentState.APPROVED})
        return b"".join(
            _line(bytes(code_id), public_id, bytes(name), unit or NO_UNIT_LABEL, salt)
            for code_id, public_id, name, unit in cursor.fetchall()
        )


@lru_cache(maxsize=LINES_KEPT)
def _line(code_id: bytes, public_id: UUID, name: bytes, unit: str, salt: bytes) -> bytes:
    """One line, sealed once for all the phones of a hall that open at the same moment."""
    return seal_line(code_id, salt, {"n": mask_name(CODE_NAME.unseal(name, public_id=public_id)), "u": unit})
