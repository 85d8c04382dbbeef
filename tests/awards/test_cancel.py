"""取消期別: hours stand against it, and whatever comes afterwards earns nothing and is not lost."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from hefa.activities.models import Offering
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import (
    EnteredRow,
    EntryAnswer,
    OfferingCancelled,
    OfferingInUse,
    ReasonMissing,
    cancel_offering,
    enter_awards,
    restore_offering,
    revoke_awards,
    settle_review,
)
from hefa.awards.models import Award, GroupAward, Review
from hefa.awards.names import AwardSource, ReviewReason, Settlement, Verdict
from hefa.awards.queries import Uses, uses_of
from hefa.awards.rules import Review as ToReview
from hefa.codes.queries import static_text
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_id
from tests.crowd import at_once


def cancel(world: World, reason: str = "颱風停課") -> bool:
    return cancel_offering(offering=world.offering, reason=reason, officer=world.alice, at=NOW)


def scanned(world: World, number: int = 1) -> Verdict | None:
    return scan_code(a_gate(world.alice, world.offering), static_text(a_walk_in(number).code)).verdict


def enter(world: World) -> list[EntryAnswer]:
    rows = [EnteredRow(an_id(1), "林一", None, confirmed=True)]
    return enter_awards(
        offering=world.offering, rows=rows, source=AwardSource.HAND, reviewed=True, officer=world.alice, at=NOW
    )


@pytest.mark.django_db
def test_an_offering_is_cancelled_once_for_a_reason_and_held_after_all(world: World) -> None:
    with pytest.raises(ReasonMissing):
        cancel(world, " ")
    assert cancel(world) and not cancel(world)
    world.offering.refresh_from_db()
    assert (world.offering.cancelled_by, world.offering.cancel_reason) == (world.alice.account, "颱風停課")
    assert restore_offering(offering=world.offering, officer=world.bob, at=NOW)
    assert not restore_offering(offering=world.offering, officer=world.bob, at=NOW)
    verbs = AuditEntry.objects.filter(subject_id=world.offering.public_id).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == [Verb.OFFERING_CANCELLED, Verb.OFFERING_RESTORED]
    assert scanned(world) == Verdict.AWARDED


@pytest.mark.django_db
def test_hours_stand_against_it_until_they_are_revoked(world: World) -> None:
    scanned(world)
    with pytest.raises(OfferingInUse) as found:
        cancel(world)
    assert found.value.uses == Uses(awards=1, groups=0, reviews=0)
    award = Award.objects.get()
    revoke_awards(offering=world.offering, versions={award.public_id: 1}, reason="誤掃", officer=world.alice, at=NOW)
    assert cancel(world)


@pytest.mark.django_db
def test_a_scan_that_comes_later_waits_for_an_officer_who_holds_the_offering_after_all(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    text = static_text(a_walk_in().code)
    cancel(world)
    answer = scan_code(gate, text)
    assert (answer.verdict, answer.reasons) == (Verdict.REVIEW, (ReviewReason.OFFERING_CANCELLED,))
    review = Review.objects.get()

    def settle() -> bool:
        return settle_review(review=review, settlement=Settlement.AWARDED, reason="有辦理", officer=world.alice, at=NOW)

    with pytest.raises(OfferingCancelled):
        settle()
    assert uses_of(world.offering) == Uses(awards=0, groups=0, reviews=1)
    restore_offering(offering=world.offering, officer=world.alice, at=NOW)
    assert settle() and Award.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_entered_by_hand_even_when_confirmed(world: World) -> None:
    cancel(world)
    world.offering.refresh_from_db()
    (answer,) = enter(world)
    assert (answer.decision, answer.award) == (ToReview((ReviewReason.OFFERING_CANCELLED,)), None)


@pytest.mark.django_db
def test_the_database_has_the_last_word(world: World) -> None:
    cancel(world)
    assert not world.offering.cancelled, "read before it was cancelled"
    with pytest.raises(IntegrityError, match="a cancelled offering awards nothing"), transaction.atomic():
        enter(world)
    with pytest.raises(IntegrityError, match="a cancelled offering awards nothing"), transaction.atomic():
        GroupAward.objects.create(
            offering=world.offering,
            name="三年一班",
            head_count=28,
            digital_hours=0,
            in_person_hours=2,
            entered_by=world.alice.account,
            entered_at=NOW,
        )


@pytest.mark.django_db(transaction=True)
def test_an_offering_is_never_cancelled_and_awarded_in_the_same_moment(world: World) -> None:
    codes = [static_text(a_walk_in(number).code) for number in range(1, 12)]
    gate = a_gate(world.alice, world.offering)

    def scan(text: str) -> str:
        return scan_code(gate, text).verdict or "told again later"

    def take_off() -> str:
        try:
            return str(cancel(world))
        except OfferingInUse:
            return "in use"

    deeds: list[Callable[[], str]] = [lambda text=text: scan(text) for text in codes]  # type: ignore[misc]
    deeds.insert(5, take_off)
    at_once(deeds)
    held = Offering.objects.get(pk=world.offering.pk)
    assert held.cancelled != Award.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM scan s JOIN award a ON a.id = s.award_id")
        assert cursor.fetchone()[0] == Award.objects.count()
