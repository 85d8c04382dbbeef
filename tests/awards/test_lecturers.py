"""A lecturer who is scanned at the own offering: what the site's setting says, and always marked."""

import pytest
from pytest_django.fixtures import Settings

from hefa.awards.actions import EnteredRow, enter_awards, settle_review
from hefa.awards.models import Award, Review
from hefa.awards.names import AwardSource, Flag, Refusal, ReviewReason, Settlement, Verdict
from hefa.codes.queries import static_text
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_lecturer, a_walk_in, an_id, an_offering, teach

pytestmark = pytest.mark.django_db


@pytest.fixture
def lecturing(world: World) -> World:
    """張老師, invented person 5, teaches Alice's offering."""
    teach(world.alice, world.offering, a_lecturer(world.alice, number=5))
    return world


def text_of(number: int) -> str:
    return static_text(a_walk_in(number, name="張老師").code)


def test_the_lecturer_of_the_offering_is_awarded_and_marked(lecturing: World) -> None:
    gate = a_gate(lecturing.alice, lecturing.offering)
    answer = scan_code(gate, text_of(5))
    assert (answer.verdict, answer.flags) == (Verdict.AWARDED, (Flag.LECTURER,))
    assert scan_code(gate, text_of(6)).flags == ()


def test_a_lecturer_of_another_offering_is_a_learner_like_any(lecturing: World) -> None:
    other = an_offering(lecturing.activity, number=2)
    assert scan_code(a_gate(lecturing.alice, other), text_of(5)).flags == ()


def test_where_lecturers_earn_nothing_the_scan_is_refused_in_words(lecturing: World, settings: Settings) -> None:
    settings.HEFA_LECTURER_SCANS = "refuse"
    answer = scan_code(a_gate(lecturing.alice, lecturing.offering), text_of(5))
    assert (answer.verdict, answer.refusal) == (Verdict.REFUSED, Refusal.LECTURER_EXCLUDED)
    assert not Award.objects.exists()


def test_where_an_officer_confirms_the_award_is_marked_all_the_same(lecturing: World, settings: Settings) -> None:
    settings.HEFA_LECTURER_SCANS = "review"
    answer = scan_code(a_gate(lecturing.alice, lecturing.offering), text_of(5))
    assert answer.reasons == (ReviewReason.LECTURER_SCANNED,)
    review = Review.objects.get()
    settle_review(review=review, settlement=Settlement.AWARDED, reason="全程聽講", officer=lecturing.alice, at=NOW)
    assert Award.objects.get().flags == [Flag.LECTURER]


def test_hours_entered_by_hand_are_marked_too(lecturing: World) -> None:
    row = EnteredRow(an_id(5), "張老師", None)
    enter_awards(
        offering=lecturing.offering,
        rows=[row],
        source=AwardSource.HAND,
        reviewed=True,
        officer=lecturing.alice,
        at=NOW,
    )
    assert Award.objects.get().flags == [Flag.LECTURER]
