"""條碼卡: codes that an organiser makes and prints for people who come without one."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.base.code_token import CODE_ID_BYTES
from hefa.base.person_name import same_name
from hefa.codes.actions.void import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.keys.ring import ring
from hefa.learners.models import Learner
from hefa.organisers.models import Officer
from hefa.units.models import Unit


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Somebody who is to get a card, with the name and unit to print on it."""

    learner: Learner
    name: str
    unit: Unit | None


@transaction.atomic
def make_card_codes(
    *, holders: Iterable[CardHolder], last_day: date, officer: Officer, at: datetime
) -> Mapping[int, PersonalCode]:
    """A code of the officer's organiser for each of these people, by learner, good until `last_day` at least.

    A card's code that the organiser made before is taken again while it is good and its name and unit are still true;
    otherwise it is voided and made anew. Codes that people made themselves are
    never printed: what stands on such a card must not look, at the gate, as if its holder had brought it.
    """
    people = {holder.learner.pk: holder for holder in holders}
    codes = _standing(officer, people, last_day)
    for pk in [pk for pk, code in codes.items() if not _still_true(code, people[pk])]:
        void_code(code=codes.pop(pk), reason=VoidReason.OWNER, actor=Actor.account(officer.account.public_id), at=at)
    fresh = [_fresh(holder, last_day, officer, at) for pk, holder in people.items() if pk not in codes]
    if not fresh:
        return codes
    PersonalCode.objects.bulk_create(fresh, ignore_conflicts=True)
    codes = _standing(officer, people, last_day)
    won = {code.public_id for code in codes.values()}
    record_many(
        [
            Entry(
                at=at,
                actor=Actor.account(officer.account.public_id),
                verb=Verb.CODE_MADE,
                subject_kind="code",
                subject_id=code.public_id,
                organiser_id=officer.organiser.public_id,
                facts={"card": True},
            )
            for code in fresh
            if code.public_id in won
        ]
    )
    return codes


def _standing(officer: Officer, people: Mapping[int, CardHolder], last_day: date) -> dict[int, PersonalCode]:
    """The organiser's live codes of these people; of several the one that lasts longest."""
    standing = PersonalCode.objects.filter(
        organiser=officer.organiser, learner__in=people, voided_at__isnull=True, expires_on__gte=last_day
    )
    standing = standing.select_related("learner", "unit")
    return {code.learner_id: code for code in standing.order_by("expires_on", "pk")}


def _still_true(code: PersonalCode, holder: CardHolder) -> bool:
    return code.name == holder.name and code.unit_id == (holder.unit.pk if holder.unit else None)


def _fresh(holder: CardHolder, last_day: date, officer: Officer, at: datetime) -> PersonalCode:
    return PersonalCode(
        public_id=uuid4(),
        code_id=secrets.token_bytes(CODE_ID_BYTES),
        kid=ring("code").current_kid,
        learner=holder.learner,
        unit=holder.unit,
        name=holder.name,
        name_differs=not same_name(holder.name, holder.learner.name),
        organiser=officer.organiser,
        made_at=at,
        expires_on=last_day,
    )
