"""抽查末四碼: which scans are asked for, and that an answer is given once, in time, by whoever scanned, and kept."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Activity
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import StationPaused, answer_spot_check
from hefa.awards.actions.change_number import change_number
from hefa.awards.actions.pausing import BAD_ONES_A_MINUTE
from hefa.awards.models import Award, Scan, SpotCheck
from hefa.awards.names import ClockQuality, ScanSource, SpotCheckProblem, Verdict
from hefa.awards.rules.spot_check import ANSWER_WITHIN, ONE_IN, can_be_asked, is_drawn
from hefa.codes.queries import static_text
from hefa.keys.digests import keyed_digest
from hefa.learners import vault
from tests import cast
from tests.awards.phone import an_asked_id, pass_of, scan, scan_code, tell

pytestmark = pytest.mark.django_db
LAST4 = cast.an_id(1).last4
WRONG = "0000"
SECOND = timedelta(seconds=1)


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    return cast.a_gate(world.alice, world.offering)


def asked(gate: cast.Gate, number: int = 1) -> UUID:
    """The id of a scan of invented person `number` that the server asks the last four for."""
    scan_id = an_asked_id()
    assert scan_code(gate, static_text(cast.a_walk_in(number).code), scan_id=scan_id).spot_check
    return scan_id


def answer(gate: cast.Gate, scan_id: UUID, last4: str = LAST4, *, after: timedelta = SECOND) -> bool | SpotCheckProblem:
    at = cast.NOW + after
    return answer_spot_check(station=pass_of(gate, at=at), scan_id=scan_id, last4=last4, at=at)


@pytest.mark.control("T4")
def test_one_in_twenty_is_drawn_and_always_the_same() -> None:
    ids = [UUID(int=n) for n in range(20_000)]
    drawn = [is_drawn(keyed_digest("mark", "spot-check", str(one))) for one in ids]
    assert drawn == [is_drawn(keyed_digest("mark", "spot-check", str(one))) for one in ids]
    assert 800 < sum(drawn) < 1200 and ONE_IN == 20
    pairs = sum(one and another for one, another in zip(drawn, drawn[1:], strict=False))
    assert 20 < pairs < 90, "one that is drawn tells nothing of the next"


def test_another_key_draws_others() -> None:
    ids = [str(uuid4()) for _ in range(2_000)]
    by_key = [{one for one in ids if is_drawn(keyed_digest(key, "spot-check", one))} for key in ("mark", "typed")]
    assert all(by_key) and len(by_key[0] & by_key[1]) < 30


@pytest.mark.parametrize(
    ("verdict", "source", "quality", "may"),
    [
        (Verdict.AWARDED, ScanSource.CAMERA, ClockQuality.NOW, True),
        (Verdict.AWARDED, ScanSource.TYPED, ClockQuality.NOW, True),
        (Verdict.AWARDED, ScanSource.HAND, ClockQuality.NOW, False),
        (Verdict.AWARDED, ScanSource.CAMERA, ClockQuality.GOOD, False),
        (Verdict.AWARDED, ScanSource.CAMERA, ClockQuality.LOW, False),
        (Verdict.REVIEW, ScanSource.CAMERA, ClockQuality.NOW, False),
        (Verdict.REFUSED, ScanSource.CAMERA, ClockQuality.NOW, False),
        (Verdict.NOTED, ScanSource.CAMERA, ClockQuality.NOW, False),
    ],
)
def test_only_whoever_was_awarded_at_once_by_a_code_is_asked_for(
    verdict: Verdict, source: ScanSource, quality: ClockQuality, may: bool
) -> None:
    assert can_be_asked(verdict=verdict, source=source, quality=quality) is may


def test_a_scan_that_waited_in_the_phone_asks_nothing(gate: cast.Gate) -> None:
    item = cast.told(gate, code=static_text(cast.a_walk_in().code), scan_id=an_asked_id())
    later = cast.NOW + timedelta(minutes=1)
    [told] = tell(gate, cast.batch(gate, item, at=later) | {"now_mono": 65_000.0}, at=later)
    assert (told.verdict, told.spot_check) == (Verdict.AWARDED, False)
    assert not Scan.objects.get().spot_check


def test_a_scan_that_was_not_drawn_asks_nothing(gate: cast.Gate) -> None:
    scan_id = an_asked_id(asked=False)
    assert not scan_code(gate, static_text(cast.a_walk_in().code), scan_id=scan_id).spot_check
    assert answer(gate, scan_id) == SpotCheckProblem.NOT_ASKED


def test_where_the_activity_does_not_want_it_nobody_is_asked(gate: cast.Gate, world: cast.World) -> None:
    assert world.activity.spot_check, "it is on unless an officer takes it off"
    Activity.objects.update(spot_check=False)
    assert not scan_code(gate, static_text(cast.a_walk_in().code), scan_id=an_asked_id()).spot_check


@pytest.mark.control("T4")
def test_told_again_the_scan_asks_again(gate: cast.Gate) -> None:
    item = cast.told(gate, code=static_text(cast.a_walk_in().code), scan_id=an_asked_id())
    told = [scan(gate, item)[0], scan(gate, item, at=cast.NOW + SECOND)[0], *scan(gate, item, item)]
    assert [(one.spot_check, one.replayed) for one in told] == [(True, False), (True, True), (True, True), (True, True)]


def test_asking_costs_no_statement(gate: cast.Gate) -> None:
    costs = []
    for number, drawn in ((1, True), (2, False)):
        text, scan_id = static_text(cast.a_walk_in(number).code), an_asked_id(asked=drawn)
        with CaptureQueriesContext(connection) as captured:
            assert scan_code(gate, text, scan_id=scan_id).spot_check is drawn
        costs.append(len(captured.captured_queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("last4", "matched", "verb"),
    [(LAST4, True, Verb.SPOT_CHECK_MATCHED), (WRONG, False, Verb.SPOT_CHECK_DIFFERED)],
)
def test_the_answer_is_kept_and_on_record_without_a_digit_and_the_award_stands(
    gate: cast.Gate, last4: str, matched: bool, verb: Verb
) -> None:
    scan_id = asked(gate)
    assert answer(gate, scan_id, last4) is matched
    kept = SpotCheck.objects.get()
    assert (kept.scan.scan_id, kept.matched, kept.answered_at) == (scan_id, matched, cast.NOW + SECOND)
    [entry] = AuditEntry.objects.filter(verb__in=(Verb.SPOT_CHECK_MATCHED, Verb.SPOT_CHECK_DIFFERED))
    award = Award.objects.get(revoked_at=None)
    assert (entry.verb, entry.actor_id, entry.subject_id) == (verb, gate.station.public_id, award.public_id)
    assert entry.facts == {"scan": str(scan_id)}


def test_the_digits_are_written_nowhere(gate: cast.Gate) -> None:
    scan_id = asked(gate)
    with CaptureQueriesContext(connection) as captured:
        assert answer(gate, scan_id, "７７７７") is False
    assert captured.captured_queries and "７７７７" not in json.dumps(captured.captured_queries, ensure_ascii=False)


@pytest.mark.control("T4")
def test_there_is_no_second_guess_whatever_it_says(gate: cast.Gate) -> None:
    scan_id = asked(gate)
    assert answer(gate, scan_id, WRONG) is False
    told = [answer(gate, scan_id, last4) for last4 in (WRONG, LAST4)]
    assert told == [SpotCheckProblem.ANSWERED] * 2
    assert SpotCheck.objects.get().matched is False
    assert AuditEntry.objects.filter(verb__in=(Verb.SPOT_CHECK_MATCHED, Verb.SPOT_CHECK_DIFFERED)).count() == 1


def test_the_card_from_before_a_change_of_number_is_the_persons_too(gate: cast.Gate, world: cast.World) -> None:
    first, second = asked(gate, 1), asked(gate, 2)
    for number, learner in ((3, 1), (4, 2)):
        person = vault.find(cast.an_id(learner))
        assert person is not None
        by = world.alice.account
        change_number(learner=person, national_id=cast.an_id(number), reason="換發", by=by, at=cast.NOW)
    assert [answer(gate, first, LAST4), answer(gate, second, cast.an_id(4).last4)] == [True, True]


def test_another_station_may_not_answer_nor_learn_that_it_was_asked(gate: cast.Gate, world: cast.World) -> None:
    scan_id = asked(gate)
    other = cast.a_gate(world.bob, world.offering)
    assert answer(other, scan_id) == answer(other, uuid4()) == SpotCheckProblem.NOT_ASKED
    assert not SpotCheck.objects.exists()


def test_after_ten_minutes_it_is_too_late(gate: cast.Gate) -> None:
    first, second = asked(gate, 1), asked(gate, 2)
    assert answer(gate, first, after=ANSWER_WITHIN + SECOND) == SpotCheckProblem.OVER
    assert answer(gate, second, cast.an_id(2).last4, after=ANSWER_WITHIN) is True


def test_wrong_answers_count_as_bad_numbers_do(gate: cast.Gate) -> None:
    assert answer(gate, asked(gate, 2), WRONG) is False
    for _ in range(BAD_ONES_A_MINUTE - 1):
        AuditEntry.objects.create(
            at=cast.NOW,
            verb=Verb.NUMBER_REFUSED,
            actor_kind="station",
            actor_id=gate.station.public_id,
            subject_kind="award",
            facts={},
        )
    scan_id = asked(gate)
    with pytest.raises(StationPaused):
        answer(gate, scan_id)
    assert SpotCheck.objects.count() == 1
    assert answer(gate, scan_id, after=timedelta(minutes=2)) is True


@pytest.mark.parametrize("last4", [LAST4, WRONG])
def test_the_database_takes_one_answer_in_time_to_what_was_asked(gate: cast.Gate, last4: str) -> None:
    scan_code(gate, static_text(cast.a_walk_in(2).code), scan_id=an_asked_id(asked=False))
    never_asked = Scan.objects.get()
    one = Scan.objects.get(scan_id=asked(gate))
    late = one.received_at + ANSWER_WITHIN + SECOND
    for scanned, at in ((never_asked, cast.NOW), (one, late), (one, one.received_at - SECOND)):
        with pytest.raises(IntegrityError, match="within ten minutes"), transaction.atomic():
            SpotCheck.objects.create(scan=scanned, matched=True, answered_at=at)
    answer(gate, one.scan_id, last4)
    with pytest.raises(IntegrityError, match="spot_check_scan_id_key"), transaction.atomic():
        SpotCheck.objects.create(scan=one, matched=True, answered_at=cast.NOW)


@pytest.mark.parametrize("statement", ["UPDATE spot_check SET matched = true", "DELETE FROM spot_check"])
@pytest.mark.control("T4")
def test_an_answer_stays_as_it_was_given(gate: cast.Gate, statement: str) -> None:
    answer(gate, asked(gate), WRONG)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert SpotCheck.objects.get().matched is False


def test_a_refused_scan_is_never_one_that_was_asked_for(gate: cast.Gate) -> None:
    scan_code(gate, "no code of ours")
    with pytest.raises(IntegrityError, match="scan_spot_checked_was_awarded_at_once"), transaction.atomic():
        Scan.objects.update(spot_check=True)
