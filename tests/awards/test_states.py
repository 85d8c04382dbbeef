"""What an officer may change of an award, case by case; who may pass what was entered by hand."""

from functools import partial

import pytest
from django.db import IntegrityError, connection

from hefa.awards.actions import AwardChange, AwardChanges, EnteredRow, ReasonMissing, change_awards, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState
from hefa.awards.rules.by_hand import on_one_word
from hefa.awards.rules.states import MOVES, Objection, RowFacts, objection
from hefa.base.hours import Hours
from hefa.organisers.models import Officer
from tests.cast import NOW, TWO_HOURS, World, an_id

WAITING, REVIEWED = AwardState.WAITING, AwardState.REVIEWED
DIFFERS, FAILED = AwardState.NAME_DIFFERS, AwardState.FAILED


@pytest.mark.parametrize(
    ("row", "after", "changed", "expected"),
    [
        pytest.param(RowFacts(REVIEWED), REVIEWED, {}, None, id="nothing changes"),
        pytest.param(RowFacts(WAITING), REVIEWED, {}, None, id="a review needs no reason"),
        pytest.param(RowFacts(WAITING), WAITING, {"hours_change": True}, None, id="hours before the review"),
        pytest.param(RowFacts(DIFFERS), DIFFERS, {"hours_change": True}, None, id="hours while the name waits"),
        pytest.param(RowFacts(REVIEWED), FAILED, {}, Objection.REASON_MISSING, id="failing after the review"),
        pytest.param(RowFacts(FAILED), REVIEWED, {}, Objection.REASON_MISSING, id="passing what was failed"),
        pytest.param(
            RowFacts(REVIEWED), REVIEWED, {"hours_change": True}, Objection.REASON_MISSING, id="hours after the review"
        ),
        pytest.param(RowFacts(REVIEWED), FAILED, {"reason": True}, None, id="with a reason"),
        pytest.param(RowFacts(WAITING), REVIEWED, {"late": True}, Objection.REASON_MISSING, id="a late review"),
        pytest.param(RowFacts(REVIEWED), REVIEWED, {"late": True}, None, id="late and nothing changes"),
        pytest.param(RowFacts(DIFFERS, name_differs=True), REVIEWED, {}, Objection.NAME_FIRST, id="another name"),
        pytest.param(
            RowFacts(WAITING, name_differs=True, awaits_another=True),
            REVIEWED,
            {},
            Objection.NAME_FIRST,
            id="the name comes before the second officer",
        ),
        pytest.param(
            RowFacts(WAITING, awaits_another=True), REVIEWED, {}, Objection.ANOTHER_OFFICER, id="one's own row"
        ),
        pytest.param(RowFacts(WAITING, awaits_another=True), FAILED, {}, None, id="failing one's own row"),
        pytest.param(
            RowFacts(FAILED, awaits_another=True),
            REVIEWED,
            {"reason": True},
            Objection.ANOTHER_OFFICER,
            id="passing one's own row that was failed",
        ),
        pytest.param(RowFacts(REVIEWED), WAITING, {"reason": True}, Objection.NO_SUCH_MOVE, id="no way back"),
        pytest.param(RowFacts(REVIEWED), DIFFERS, {"reason": True}, Objection.NO_SUCH_MOVE, id="no new doubt"),
    ],
)
def test_what_stands_against_a_change(
    row: RowFacts, after: AwardState, changed: dict[str, bool], expected: Objection | None
) -> None:
    told = {"hours_change": False, "late": False, "reason": False, **changed}
    assert objection(row, after=after, **told) == expected


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(AwardState)


@pytest.mark.parametrize(
    ("entered", "rows", "sheet", "expected"),
    [(0, 1, False, 1), (19, 1, False, 1), (20, 1, False, 0), (0, 25, False, 20), (15, 10, False, 5), (99, 3, True, 3)],
)
def test_twenty_rows_stand_on_one_word(entered: int, rows: int, sheet: bool, expected: int) -> None:
    assert on_one_word(entered=entered, rows=rows, alone=20, signed_sheet=sheet) == expected


@pytest.fixture
def waiting(world: World) -> Award:
    """A row that Alice entered and another officer has to review."""
    row = EnteredRow(an_id(1), "林一", None)
    enter_awards(
        offering=world.offering, rows=[row], source=AwardSource.HAND, reviewed=False, officer=world.alice, at=NOW
    )
    return Award.objects.get()


def change(world: World, award: Award, officer: Officer, state: AwardState, reason: str = "") -> AwardChanges:
    wanted = AwardChange(award.public_id, award.version, TWO_HOURS, state)
    return change_awards(offering=world.offering, changes=[wanted], reason=reason, officer=officer, at=NOW)


@pytest.mark.django_db
def test_whoever_entered_a_row_that_asks_another_cannot_pass_it(world: World, waiting: Award) -> None:
    answer = change(world, waiting, world.alice, REVIEWED)
    assert answer == AwardChanges((), (), {waiting.public_id: Objection.ANOTHER_OFFICER})
    change(world, waiting, world.bob, REVIEWED)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reviewed_by, waiting.reviewed_at) == (REVIEWED, world.bob.account, NOW)
    assert waiting.corrected_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["", ", reviewed_by_id = entered_by_id, reviewed_at = now()"])
def test_the_database_holds_that_another_officer_reviewed(world: World, waiting: Award, told: str) -> None:
    with pytest.raises(IntegrityError, match="award_of_many_by_hand_was_reviewed_by_another"), connection.cursor() as c:
        c.execute(f"UPDATE award SET state = 'reviewed'{told}")


@pytest.mark.django_db
def test_a_reason_that_is_missing_saves_nothing_of_the_list(world: World) -> None:
    rows = [EnteredRow(an_id(number), f"林{number}", None) for number in (1, 2)]
    enter_awards(
        offering=world.offering, rows=rows, source=AwardSource.HAND, reviewed=True, officer=world.alice, at=NOW
    )
    changes = [AwardChange(one.public_id, 1, Hours.of(0, 3), REVIEWED) for one in Award.objects.all()]
    save = partial(change_awards, offering=world.offering, changes=changes, officer=world.alice, at=NOW)
    with pytest.raises(ReasonMissing):
        save(reason=" ")
    assert set(Award.objects.values_list("version", flat=True)) == {1}
    assert len(save(reason="多上一小時").saved) == 2
