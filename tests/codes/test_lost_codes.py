"""掛失: every live code of the person whose card was seen, whoever holds it; and no directory."""

from datetime import timedelta

import pytest

from hefa.audit.models import AuditEntry
from hefa.audit.names import ActorKind, Verb
from hefa.awards.names import Refusal
from hefa.codes.actions import CardHolder, make_card_codes, report_lost
from hefa.codes.models import PersonalCode
from hefa.codes.names import LossReason, VoidReason
from hefa.codes.queries import static_text
from hefa.learners.models import Learner
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_id

pytestmark = pytest.mark.django_db


def lost(world: World, number: int = 1) -> int:
    return report_lost(national_id=an_id(number), reason=LossReason.PHONE, officer=world.alice, at=NOW)


def test_all_live_codes_of_the_person_end_and_nobody_elses(world: World) -> None:
    theirs = [a_walk_in(1).code, a_walk_in(1).code, a_registered(1)]
    holder = CardHolder(theirs[0].learner, "王小明", None)
    theirs += make_card_codes(holders=[holder], last_day=NOW.date(), officer=world.charlie, at=NOW).values()
    other = a_walk_in(2).code
    assert lost(world) == 4
    assert {code.void_reason for code in PersonalCode.objects.exclude(pk=other.pk)} == {VoidReason.LOST}
    later = NOW + timedelta(minutes=1)
    scanned = scan_code(a_gate(world.alice, world.offering), static_text(theirs[0]), at=later)
    assert scanned.refusal == Refusal.VOIDED_CODE
    other.refresh_from_db()
    assert other.voided_at is None


def test_twice_voids_no_more(world: World) -> None:
    a_walk_in(1)
    assert [lost(world), lost(world)] == [1, 0]


def test_who_asked_after_whom_is_on_record_and_no_number(world: World) -> None:
    learner = a_walk_in(1).code.learner
    lost(world)
    asked = AuditEntry.objects.get(verb=Verb.LEARNER_LOOKED_UP)
    assert (asked.actor_kind, asked.actor_id) == (ActorKind.ACCOUNT, world.alice.account.public_id)
    assert (asked.subject_id, asked.organiser_id) == (learner.public_id, world.organiser.public_id)
    reported = AuditEntry.objects.get(verb=Verb.CODES_REPORTED_LOST)
    assert reported.facts["reason"] == "phone" and len(reported.facts["codes"]) == 1
    assert an_id(1).value not in str(AuditEntry.objects.values_list("facts", flat=True))


def test_a_number_that_nobody_has_is_answered_alike_and_enters_nobody(world: World) -> None:
    assert lost(world, 9) == 0
    assert AuditEntry.objects.get(verb=Verb.LEARNER_LOOKED_UP).subject_id is None
    assert not Learner.objects.exists()
