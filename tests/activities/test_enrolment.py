"""報名: who may, places and 候補, 准駁, and that no crowd gets more places than there are."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.accounts.models import Account
from hefa.activities.actions import (
    EnrolmentRefused,
    OfferingBegun,
    OfferingFull,
    decide_enrolments,
    enrol,
    enrol_oneself,
    move_up_waiting,
    withdraw,
)
from hefa.activities.models import Activity, Enrolment, Offering
from hefa.activities.names import EnrolmentObstacle, EnrolmentState, Openness
from hefa.activities.queries import enrolment_tally, enrolments_of
from hefa.activities.rules import EnrolmentTerms, enrolment_obstacle, first_state, places_left
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.learners.actions import link_account, prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from tests.cast import NOW, World, a_walk_in, an_account, an_applicant, an_id, an_open_offering
from tests.crowd import at_once

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PENDING, APPROVED, WAITING = EnrolmentState.PENDING, EnrolmentState.APPROVED, EnrolmentState.WAITING
DECLINED, WITHDRAWN = EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN
OPEN = EnrolmentTerms(True, False, False, NOW - HOUR, NOW + HOUR, NOW + DAY)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (OPEN, None),
        (EnrolmentTerms(True, True, False, NOW - HOUR, NOW + HOUR, NOW + DAY), EnrolmentObstacle.CANCELLED),
        (EnrolmentTerms(True, False, False, NOW - DAY, NOW, NOW), EnrolmentObstacle.ENDED),
        (EnrolmentTerms(False, False, False, NOW - HOUR, NOW + HOUR, NOW + DAY), EnrolmentObstacle.INTERNAL),
        (EnrolmentTerms(True, False, False, None, None, NOW + DAY), EnrolmentObstacle.BY_ORGANISER),
        (EnrolmentTerms(True, False, False, NOW + HOUR, NOW + DAY, NOW + DAY), EnrolmentObstacle.NOT_YET),
        (EnrolmentTerms(True, False, False, NOW - HOUR, NOW, NOW + DAY), EnrolmentObstacle.OVER),
    ],
    ids=str,
)
def test_what_keeps_somebody_from_enrolling(terms: EnrolmentTerms, told: EnrolmentObstacle | None) -> None:
    assert enrolment_obstacle(terms, at=NOW) == told


def test_places_and_where_an_enrolment_starts() -> None:
    assert [places_left(0, 9), places_left(3, 1), places_left(3, 5)] == [None, 2, 0]
    assert first_state(needs_approval=False, left=None) == first_state(needs_approval=False, left=1) == APPROVED
    assert first_state(needs_approval=True, left=1) == PENDING
    assert first_state(needs_approval=True, left=0) == first_state(needs_approval=False, left=0) == WAITING


def states(offering: Offering) -> list[str]:
    return list(Enrolment.objects.filter(offering=offering).order_by("pk").values_list("state", flat=True))


def ask(offering: Offering, link: AccountLink, *, minutes: int = 0) -> Enrolment:
    return enrol_oneself(offering=offering, link=link, at=NOW + timedelta(minutes=minutes))


@pytest.mark.django_db
def test_the_third_for_two_places_waits_and_moves_up_when_one_withdraws(world: World) -> None:
    offering = an_open_offering(world.organiser, capacity=2)
    links = [an_applicant(number) for number in (21, 22, 23, 24)]
    asked = [ask(offering, link, minutes=n) for n, link in enumerate(links)]
    assert states(offering) == [APPROVED, APPROVED, WAITING, WAITING]
    assert [own.place for link in links for own in enrolments_of(link.account)] == [0, 0, 1, 2]
    actor = SYSTEM
    assert withdraw(enrolment=asked[0], actor=actor, at=NOW) and not withdraw(enrolment=asked[0], actor=actor, at=NOW)
    assert states(offering) == [WITHDRAWN, APPROVED, APPROVED, WAITING]
    moved = Enrolment.objects.get(pk=asked[2].pk)
    assert moved.letter_due_at == NOW and moved.version == 2
    entry = AuditEntry.objects.get(verb=Verb.ENROLMENT_MOVED_UP)
    assert entry.facts["enrolment"] == str(moved.public_id)
    assert ask(offering, links[0], minutes=9).state == WAITING
    assert [own.place for own in enrolments_of(links[0].account)] == [2]


@pytest.mark.django_db
def test_said_twice_the_first_stands_and_nobody_enrols_where_they_may_not(world: World) -> None:
    offering = an_open_offering(world.organiser)
    link = an_applicant(21)
    assert ask(offering, link) == ask(offering, link, minutes=5)
    assert states(offering) == [APPROVED]
    for at, told in ((NOW - 2 * DAY, EnrolmentObstacle.NOT_YET), (offering.starts_at, EnrolmentObstacle.OVER)):
        with pytest.raises(EnrolmentRefused) as refused:
            enrol_oneself(offering=offering, link=link, at=at)
        assert refused.value.obstacle == told
    with pytest.raises(EnrolmentRefused):
        enrol_oneself(offering=world.offering, link=link, at=NOW)
    with pytest.raises(OfferingBegun):
        withdraw(enrolment=Enrolment.objects.get(), actor=SYSTEM, at=offering.starts_at)


@pytest.mark.django_db
def test_an_internal_activity_is_for_the_own_agency_and_those_below_it(world: World) -> None:
    offering = an_open_offering(world.organiser)
    Activity.objects.filter(pk=offering.activity.pk).update(openness=Openness.INTERNAL)
    world.blue_hill.parent = world.green_water
    world.blue_hill.save(update_fields=["parent"])
    assert ask(offering, an_applicant(21, unit=world.green_water)).state == APPROVED
    assert ask(offering, an_applicant(22, unit=world.blue_hill)).state == APPROVED
    with pytest.raises(EnrolmentRefused) as refused:
        ask(offering, an_applicant(23))
    assert refused.value.obstacle == EnrolmentObstacle.INTERNAL


@pytest.mark.django_db
def test_an_account_learns_nothing_of_another_that_says_to_be_the_same_person(world: World) -> None:
    offering = an_open_offering(world.organiser, approval_needed=True)
    own = an_applicant(21)
    mine = ask(offering, own)
    account = an_account("impostor")
    other = AccountLink.objects.create(account=account, learner=own.learner, linked_at=NOW)
    theirs = ask(offering, other)
    assert theirs != mine and theirs.state == PENDING and states(offering) == [PENDING, PENDING]
    assert [one.enrolment for one in enrolments_of(account)] == [theirs]
    prove_link(link=own, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    assert {one.enrolment for one in enrolments_of(own.account)} == {mine, theirs}


@pytest.mark.django_db
def test_officers_decide_about_some_or_all_and_the_second_is_told(world: World) -> None:
    offering = an_open_offering(world.organiser, approval_needed=True, capacity=3)
    rows = [ask(offering, an_applicant(number), minutes=number) for number in (21, 22, 23, 24)]
    assert states(offering) == [PENDING, PENDING, PENDING, WAITING]
    decide = partial(decide_enrolments, offering=offering, officer=world.alice, at=NOW)
    decided = decide(versions={rows[0].public_id: 1}, approve=False, message=" 名額保留給本縣縣民 ")
    assert decided.saved == (rows[0].public_id,) and states(offering) == [DECLINED, PENDING, PENDING, PENDING]
    first = Enrolment.objects.get(pk=rows[0].pk)
    assert (first.message, first.decided_by, first.letter_due_at) == ("名額保留給本縣縣民", world.alice.account, NOW)
    again = decide(versions={rows[0].public_id: 1, rows[1].public_id: 1}, approve=True, message="")
    assert (again.overtaken, again.saved) == ((rows[0].public_id,), (rows[1].public_id,))
    assert len(decide(versions=None, approve=True, message="").saved) == 2
    full = decide(versions={rows[0].public_id: 2}, approve=True, message="")
    assert full.without_place == (rows[0].public_id,) and states(offering) == [DECLINED, *[APPROVED] * 3]
    facts = [entry.facts for entry in AuditEntry.objects.filter(verb=Verb.ENROLMENT_DECLINED)]
    assert "名額" not in str(facts)


@pytest.mark.django_db
def test_an_officer_enters_somebody_by_hand_and_not_beyond_the_places(world: World) -> None:
    offering = an_open_offering(world.organiser, capacity=1, approval_needed=True)
    asked = ask(offering, an_applicant(21))
    by_hand = enrol(offering=offering, learner=asked.learner, unit=None, actor=SYSTEM, at=NOW)
    assert by_hand == asked and states(offering) == [APPROVED]
    with pytest.raises(OfferingFull):
        enrol(offering=offering, learner=a_walk_in(22).code.learner, unit=None, actor=SYSTEM, at=NOW)
    ask(offering, an_applicant(23))
    assert states(offering) == [APPROVED, WAITING]
    Offering.objects.filter(pk=offering.pk).update(capacity=2)
    assert move_up_waiting(at=NOW) == 1 and move_up_waiting(at=NOW) == 0
    assert states(offering) == [APPROVED, PENDING]


def crowd_of(number: int, *, first: int = 100) -> list[AccountLink]:
    """So many applicants, who log in nowhere: a password costs more than all the rest."""
    links = []
    for n in range(first, first + number):
        account = Account(username=f"crowd{n}", name="林一", registered_at=NOW, password_changed_at=NOW)
        account.save()
        links.append(link_account(account=account, national_id=an_id(n), unit=None, at=NOW))
    return links


@pytest.mark.django_db
def test_deciding_about_forty_runs_as_many_statements_as_one(world: World) -> None:
    offering = an_open_offering(world.organiser, approval_needed=True)
    counts = []
    for links in (crowd_of(1), crowd_of(40, first=200)):
        for link in links:
            ask(offering, link)
        with CaptureQueriesContext(connection) as asked:
            decide_enrolments(offering=offering, versions=None, approve=True, message="", officer=world.alice, at=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
    assert enrolment_tally(offering).approved == 41


@pytest.mark.django_db(transaction=True)
def test_fifty_learners_for_twenty_places_twenty_get_one_and_thirty_wait_in_order(world: World) -> None:
    offering = an_open_offering(world.organiser, capacity=20)
    links = crowd_of(50)
    at_once([partial(ask, offering, link, minutes=n) for n, link in enumerate(links)])
    tally = enrolment_tally(offering)
    assert (tally.approved, tally.waiting, tally.left) == (20, 30, 0)
    holders = list(Enrolment.objects.filter(offering=offering, state=APPROVED))
    leaving = [partial(withdraw, enrolment=one, actor=SYSTEM, at=NOW) for one in holders[:10]]
    assert all(at_once(leaving))
    tally = enrolment_tally(offering)
    assert (tally.approved, tally.waiting, tally.withdrawn) == (20, 20, 10)


@pytest.mark.django_db(transaction=True)
def test_one_learner_who_asks_ten_times_at_once_is_enrolled_once(world: World) -> None:
    offering = an_open_offering(world.organiser, capacity=5)
    link = an_applicant(21)
    assert len(set(at_once([partial(ask, offering, link)] * 10))) == 1
    assert states(offering) == [APPROVED]
