"""The job that tells learners how their enrolments stand: once each, and again when the mail server was away."""

import smtplib
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage

from hefa.activities.actions import claim_enrolment_letters, decide_enrolments, enrol, enrol_oneself, withdraw
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.audit.names import SYSTEM
from hefa.awards.actions import cancel_offering
from hefa.jobs.tasks import tell_learners
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from tests.cast import NOW, World, a_walk_in, an_applicant, an_open_offering
from tests.crowd import at_once


def tell(at: object = NOW) -> list[str]:
    """Run the job at this time; the letters that went out, by address."""
    mail.outbox.clear()
    with time_machine.travel(at, tick=False):  # type: ignore[arg-type]
        tell_learners(timestamp=0)
    return sorted(letter.to[0] for letter in mail.outbox)


@pytest.fixture
def offering(world: World) -> Offering:
    """One place, asked for by two."""
    made = an_open_offering(world.organiser, capacity=1, approval_needed=True)
    for number in (21, 22):
        enrol_oneself(offering=made, link=an_applicant(number), at=NOW)
    return made


@pytest.mark.django_db
def test_each_is_told_once_and_with_the_officers_words(world: World, offering: Offering) -> None:
    assert tell() == []
    decide_enrolments(offering=offering, versions=None, approve=False, message="名額保留", officer=world.alice, at=NOW)
    assert tell() == ["person021@example.org", "person022@example.org"]
    declined = next(letter for letter in mail.outbox if letter.to == ["person021@example.org"])
    assert "開課單位未核准您的報名。" in declined.subject and "開課單位的訊息：名額保留" in declined.body
    assert "溪流觀察 第 1 期" in declined.body and "李喆堃" not in declined.body
    assert tell() == [] == tell(NOW + timedelta(hours=1))


@pytest.mark.django_db
def test_who_waits_moves_up_when_the_capacity_grew(offering: Offering) -> None:
    Offering.objects.filter(pk=offering.pk).update(capacity=2)
    assert tell() == ["person022@example.org"] and "由候補遞補" in mail.outbox[0].body
    assert set(Enrolment.objects.values_list("state", flat=True)) == {EnrolmentState.PENDING}


@pytest.mark.django_db
def test_a_cancelled_activity_is_told_to_all_who_enrolled(world: World, offering: Offering) -> None:
    withdraw(enrolment=Enrolment.objects.earliest("pk"), actor=SYSTEM, at=NOW)
    cancel_offering(offering=offering, reason="颱風", officer=world.alice, at=NOW)
    assert tell() == ["person022@example.org"]
    assert "已取消這期活動" in mail.outbox[0].subject and "取消原因：颱風" in mail.outbox[0].body


@pytest.mark.django_db
def test_a_letter_that_could_not_be_sent_is_tried_again(
    world: World, offering: Offering, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_enrolments(offering=offering, versions=None, approve=True, message="", officer=world.alice, at=NOW)

    def away(*args: object, **kwargs: object) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", away)
        assert tell() == []
    assert tell(NOW + timedelta(minutes=14)) == []
    assert tell(NOW + timedelta(minutes=15)) == ["person021@example.org"]


@pytest.mark.django_db
def test_somebody_without_an_address_is_not_written_to_and_a_proven_owner_is(world: World) -> None:
    offering = an_open_offering(world.organiser)
    enrol(offering=offering, learner=a_walk_in(31).code.learner, unit=None, actor=SYSTEM, at=NOW)
    owner = an_applicant(32)
    prove_link(link=owner, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    enrol(offering=offering, learner=owner.learner, unit=None, actor=SYSTEM, at=NOW)
    assert tell() == ["person032@example.org"]
    assert not Enrolment.objects.filter(letter_due_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_four_workers_claim_each_letter_once(world: World, offering: Offering) -> None:
    decide_enrolments(offering=offering, versions=None, approve=True, message="", officer=world.alice, at=NOW)
    claimed = at_once([partial(claim_enrolment_letters, at=NOW)] * 4)
    assert sorted(len(letters) for letters in claimed) == [0, 0, 0, 1]
