"""Hours entered by hand or by file: the same decision, the same constraint, one learner for one number."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import EnteredRow, EntryAnswer, enter_awards, revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState, Flag, Refusal, ReviewReason
from hefa.awards.rules import Award as Awarded
from hefa.awards.rules import Refused, Review
from hefa.base.hours import Hours
from hefa.codes.queries import static_text
from hefa.learners.models import Learner
from hefa.passbook.queries import passbook_of_holder
from tests.awards.phone import scan_code
from tests.cast import NOW, TWO_HOURS, World, a_gate, a_walk_in, an_id, an_offering
from tests.crowd import at_once


def row(number: int, name: str = "林一", **changes: object) -> EnteredRow:
    return EnteredRow(an_id(number), name, None, **changes)  # type: ignore[arg-type]


def enter(world: World, *rows: EnteredRow, reviewed: bool = True) -> list[EntryAnswer]:
    return enter_awards(
        offering=world.offering, rows=rows, source=AwardSource.HAND, reviewed=reviewed, officer=world.alice, at=NOW
    )


@pytest.mark.django_db
def test_a_list_earns_the_hours_of_the_offering_or_its_own(world: World) -> None:
    answers = enter(world, row(1), row(2, "Ngayaw‧Kacaw", hours=Hours.of(1, 0)))
    assert [answer.decision for answer in answers] == [Awarded(TWO_HOURS), Awarded(Hours.of(1, 0))]
    award = Award.objects.order_by("pk")[1]
    assert (award.public_id, award.source, award.state, award.entered_by) == (
        answers[1].award,
        "hand",
        AwardState.REVIEWED,
        world.alice.account,
    )
    assert (award.learner.name, award.learner.id_last4) == ("Ngayaw‧Kacaw", an_id(2).last4)
    assert AuditEntry.objects.filter(verb=Verb.AWARDED).count() == 2


@pytest.mark.django_db
def test_a_row_for_a_second_officer_waits_and_counts_nowhere(world: World) -> None:
    code = a_walk_in(1, name="林一")
    enter(world, row(1), reviewed=False)
    assert Award.objects.get().state == AwardState.WAITING
    assert passbook_of_holder(code.code.holder).is_empty  # type: ignore[arg-type]


@pytest.mark.django_db
def test_who_has_the_hours_or_stands_twice_is_told_so(world: World) -> None:
    scan_code(a_gate(world.alice, world.offering), static_text(a_walk_in(1, name="林一").code))
    answers = enter(world, row(1), row(2), row(2, "林二"))
    already = Refused(Refusal.ALREADY_AWARDED)
    assert [answer.decision for answer in answers] == [already, Awarded(TWO_HOURS), already]
    assert Award.objects.count() == Learner.objects.count() == 2


@pytest.mark.django_db
def test_another_name_is_kept_beside_the_one_on_record_and_waits(world: World) -> None:
    a_walk_in(1, name="王小明")
    (answer,) = enter(world, row(1, "王大明"))
    award = Award.objects.get()
    assert answer.name_differs and award.state == AwardState.NAME_DIFFERS and award.flags == [Flag.NAME_DIFFERS]
    assert (award.learner.name, award.entered_name) == ("王小明", "王大明")


@pytest.mark.django_db
def test_hours_that_were_taken_back_come_again_only_when_confirmed(world: World) -> None:
    (first,) = enter(world, row(1))
    assert first.award
    revoke_awards(offering=world.offering, versions={first.award: 1}, reason="重複", officer=world.alice, at=NOW)
    (asked,) = enter(world, row(1))
    assert asked == EntryAnswer(Review((ReviewReason.REVOKED_BEFORE,)))
    (confirmed,) = enter(world, row(1, confirmed=True))
    assert confirmed.award and Award.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.django_db
def test_an_activity_that_has_not_begun_asks_and_one_long_over_does_not(world: World) -> None:
    ahead = an_offering(world.activity, number=2, starts_in=timedelta(days=3))
    over = an_offering(world.activity, number=3, starts_in=timedelta(days=-90))
    entered = [
        enter_awards(offering=one, rows=[row(1)], source=AwardSource.UPLOAD, reviewed=True, officer=world.alice, at=NOW)
        for one in (ahead, over)
    ]
    assert [answer.decision for (answer,) in entered] == [Review((ReviewReason.OUTSIDE_WINDOW,)), Awarded(TWO_HOURS)]


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_list(world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        enter(world, row(1))
    with CaptureQueriesContext(connection) as many:
        enter(world, *(row(number) for number in range(2, 302)))
    assert len(many) == len(few) <= 16


@pytest.mark.django_db(transaction=True)
def test_eight_officers_who_enter_one_list_award_each_person_once(world: World) -> None:
    rows = [row(number, f"林{number}") for number in range(1, 41)]
    answers = at_once([partial(enter, world, *rows), partial(enter, world, *reversed(rows))] * 4)
    won = [answer for told in answers for answer in told if isinstance(answer.decision, Awarded)]
    assert len(won) == Award.objects.count() == Learner.objects.count() == 40
