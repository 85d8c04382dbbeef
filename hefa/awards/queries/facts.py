"""Everything the decision needs to know about the people in a batch, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hefa.activities.models import Offering
from hefa.awards.names import Assurance, AwardState, RevokeKind, ScanKind
from hefa.awards.rules import Earlier, Revoked
from hefa.awards.rules.items import ToldPerson
from hefa.base.hours import Hours
from hefa.base.person_name import same_name
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.learners.models import Learner


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a scan is about: a code of ours (with the slot it shows), or a learner picked from the offering's list.

    `told` is what a helper typed of somebody without a code: that name is shown, and that unit counts.
    """

    code_id: bytes | None = None
    learner_id: int | None = None
    slot: int | None = None
    told: ToldPerson | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a gate may show of a person: the name as it stands on the code that was scanned, and the unit."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Held:
    """The award that a learner holds at the offering, whatever its state."""

    id: int
    public_id: UUID
    hours: Hours
    station: str
    first_scanned_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner, and the code that was shown, stand at an offering when a scan arrives."""

    learner_id: int
    code_id: int | None
    unit_id: int | None
    assurance: Assurance
    shown: Shown
    expires_on: date | None
    voided_at: datetime | None
    lost: bool
    name_differs: bool
    told: ToldPerson | None
    held: Held | None
    earlier: Earlier | None
    revoked: Revoked | None
    overlaps: bool
    same_slot_elsewhere: bool
    is_lecturer: bool


STANDINGS = """
SELECT q.n AS position,
       l.id AS learner_id, l.public_id AS learner_uuid, l.name AS learner_name,
       c.id AS code_id, c.public_id AS code_uuid, c.name AS code_name, c.expires_on, c.voided_at, c.void_reason,
       coalesce(c.name_differs, false) AS name_differs, c.account_id, c.organiser_id AS card_of_id,
       u.id AS unit_id, coalesce(u.name, '') AS unit_name,
       a.id AS award_id, a.public_id AS award_uuid, a.digital_hours, a.in_person_hours, a.state, a.state_changed_at,
       a.first_scanned_at, coalesce(s.name, '') AS station_name,
       r.revoked_at, r.revoke_kind,
       EXISTS (SELECT FROM award x JOIN offering o ON o.id = x.offering_id
               WHERE x.learner_id = l.id AND x.revoked_at IS NULL AND x.offering_id <> %(offering)s
                 AND o.starts_at < %(ends)s AND o.ends_at > %(starts)s) AS overlaps,
       EXISTS (SELECT FROM scan x WHERE x.code_id = c.id AND x.slot = q.slot AND x.offering_id <> %(offering)s)
           AS same_slot_elsewhere,
       EXISTS (SELECT FROM teaching t JOIN lecturer x ON x.id = t.lecturer_id
               JOIN learner y ON y.id = x.learner_id
               WHERE t.offering_id = %(offering)s AND coalesce(y.merged_into_id, y.id) = l.id) AS is_lecturer
FROM unnest(%(codes)s::bytea[], %(learners)s::bigint[], %(slots)s::int[], %(told)s::boolean[], %(units)s::bigint[])
     WITH ORDINALITY AS q(code_id, learner_id, slot, told, unit_id, n)
LEFT JOIN personal_code c ON c.code_id = q.code_id
JOIN learner l ON l.id = coalesce(c.learner_id, (SELECT coalesce(x.merged_into_id, x.id)
                                                FROM learner x WHERE x.id = q.learner_id))
LEFT JOIN unit u ON u.id = CASE WHEN q.told THEN q.unit_id WHEN c.id IS NULL THEN l.unit_id ELSE c.unit_id END
LEFT JOIN award a ON a.offering_id = %(offering)s AND a.learner_id = l.id AND a.revoked_at IS NULL
LEFT JOIN station s ON s.id = a.station_id
LEFT JOIN LATERAL (SELECT coalesce(undo.effective_at, x.revoked_at) AS revoked_at, x.revoke_kind
                   FROM award x LEFT JOIN scan undo ON undo.award_id = x.id AND undo.kind = %(undo)s
                   WHERE x.offering_id = %(offering)s AND x.learner_id = l.id AND x.revoked_at IS NOT NULL
                   ORDER BY x.revoked_at DESC, x.id DESC LIMIT 1) r ON true
"""

CODE_NAME = PersonalCode._meta.get_field("name")
LEARNER_NAME = Learner._meta.get_field("name")


def standings(offering: Offering, asked: Sequence[Asked]) -> Mapping[int, Standing]:
    """How each asked person stands at `offering`, by position; whom nobody knows is missing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            STANDINGS,
            {
                "offering": offering.pk,
                "starts": offering.starts_at,
                "ends": offering.ends_at,
                "undo": ScanKind.UNDO,
                "codes": [one.code_id for one in asked],
                "learners": [one.learner_id for one in asked],
                "slots": [one.slot for one in asked],
                "told": [one.told is not None for one in asked],
                "units": [one.told.unit_id if one.told else None for one in asked],
            },
        )
        columns = [column.name for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return {row["position"] - 1: _standing(row, asked[row["position"] - 1].told) for row in rows}


def _standing(row: Mapping[str, Any], told: ToldPerson | None) -> Standing:
    failed = row["state"] == AwardState.FAILED
    return Standing(
        learner_id=row["learner_id"],
        code_id=row["code_id"],
        unit_id=row["unit_id"],
        assurance=_assurance(row),
        shown=Shown(name=told.name if told else _name(row), unit=row["unit_name"]),
        expires_on=row["expires_on"],
        voided_at=row["voided_at"],
        lost=row["void_reason"] == VoidReason.LOST,
        name_differs=not same_name(told.name, _name(row)) if told else row["name_differs"],
        told=told,
        held=_held(row) if row["award_id"] else None,
        earlier=Earlier(row["first_scanned_at"]) if row["award_id"] and not failed else None,
        revoked=_revoked(row, failed=failed),
        overlaps=row["overlaps"],
        same_slot_elsewhere=row["same_slot_elsewhere"],
        is_lecturer=row["is_lecturer"],
    )


def _name(row: Mapping[str, Any]) -> str:
    """The name on the code: the stored one may differ, and a gate must not tell it to whoever typed the number."""
    if row["code_id"] is None:
        return LEARNER_NAME.unseal(row["learner_name"], public_id=row["learner_uuid"])
    return CODE_NAME.unseal(row["code_name"], public_id=row["code_uuid"])


def _assurance(row: Mapping[str, Any]) -> Assurance:
    """What the way to this person says of whether the learner was there."""
    if row["code_id"] is None:
        return Assurance.HAND
    if row["card_of_id"] is not None:
        return Assurance.CARD
    return Assurance.ACCOUNT if row["account_id"] is not None else Assurance.WALK_IN


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        id=row["award_id"],
        public_id=row["award_uuid"],
        hours=Hours.of(row["digital_hours"], row["in_person_hours"]),
        station=row["station_name"],
        first_scanned_at=row["first_scanned_at"],
    )


def _revoked(row: Mapping[str, Any], *, failed: bool) -> Revoked | None:
    """A failed award stands in the way of a late scan as an officer's revocation does (R13)."""
    if failed:
        return Revoked(row["state_changed_at"], RevokeKind.OFFICE)
    return Revoked(row["revoked_at"], RevokeKind(row["revoke_kind"])) if row["revoked_at"] else None
