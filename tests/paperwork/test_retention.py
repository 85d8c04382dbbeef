"""Retention: what is younger than its rule stays, what is older goes, and whatever names it goes on being valid."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from hefa.activities.actions.lecturers import retire_lecturer
from hefa.activities.models import Lecturer
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award, QuarantinedScan, Review, Scan
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.models import Learner, NationalIdDigest, NationalIdRecord
from hefa.paperwork.actions import give_ecpa_name
from hefa.paperwork.actions.merging import merge_learners
from hefa.paperwork.actions.retention import RULES, forget_all, what_is_due
from hefa.paperwork.actions.rights import answer_request, ask_right
from hefa.paperwork.models import EcpaName, RightsRequest
from hefa.paperwork.names.rights import Outcome, Right
from hefa.paperwork.queries.merging import merge_preview
from hefa.stations.actions import Lent, PassPlan, extend_pass, make_pass, redeem_ticket, show_pass
from hefa.stations.models import ScanPass, Station
from tests.awards.phone import scan_code
from tests.cast import (
    NOW,
    World,
    a_gate,
    a_lecturer,
    a_registered,
    a_walk_in,
    an_open_offering,
    enrolled,
    teach,
)
from tests.crowd import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THREE_YEARS = 3 * 365 * DAY
BY_CODE = {rule.code: rule for rule in RULES}


def a_lent_phone(world: World) -> Station:
    """A phone of a pass that ends three hours from now."""
    plan = PassPlan("東側門", (), NOW, NOW + timedelta(hours=3), 2)
    made = make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)
    lent = redeem_ticket(token=show_pass(scan_pass=made, at=NOW), helper_name="何冠廷", pin=str(made.pin), at=NOW)
    assert isinstance(lent, Lent)
    return lent.station


def a_told_name(world: World) -> Review:
    code = a_walk_in(5).code
    scan_code(a_gate(world.alice, world.offering), static_text(code), local="refused:VOIDED_CODE")
    review = Review.objects.get()
    review.told_name = "羅詩涵"
    review.save(update_fields=("told_name",))
    return review


def what_broke(world: World) -> QuarantinedScan:
    gate = a_gate(world.alice, world.offering)
    return QuarantinedScan.objects.create(
        scan_id=uuid4(), station=gate.station, payload_digest=b"x", failures=5, cause="x", failed_at=NOW, payload="{}"
    )


def a_portal_name(world: World) -> EcpaName:
    learner = a_registered(6).learner
    return give_ecpa_name(learner=learner, name="李哲坤", held=None, officer=world.alice, at=NOW)


def a_retired(world: World) -> Lecturer:
    lecturer = a_lecturer(world.alice)
    assert retire_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    return lecturer


def a_card(world: World) -> PersonalCode:
    """The code of an account: the person stays, only the code goes."""
    code = a_registered(7).learner.codes.get()
    PersonalCode.objects.filter(pk=code.pk).update(expires_on=NOW.date())
    return code


def an_answered(world: World) -> RightsRequest:
    """Beside one that nobody has answered yet: that one stays however old it is."""
    learner, by = a_walk_in(8).code.learner, world.alice.account
    rights = (Right.ACCESS, Right.STOP)
    asked, _ = (
        ask_right(learner=learner, right=right, wish="x", account=None, entered_by=by, organiser=None, at=NOW)
        for right in rights
    )
    answer_request(request=asked, outcome=Outcome.DECLINED, answer="x", by=by, at=NOW)
    return asked


def emptied(field: str) -> Callable[[object], bool]:
    return lambda row: getattr(type(row)._default_manager.get(pk=row.pk), field) is None  # type: ignore[attr-defined]


def gone(row: object) -> bool:
    return not type(row)._default_manager.filter(pk=row.pk).exists()  # type: ignore[attr-defined]


CASES: dict[str, tuple[Callable[[World], Any], timedelta, Callable[[Any], bool]]] = {
    "walk_ins": (lambda world: a_walk_in(4).code.learner, 90 * DAY, gone),
    "codes": (a_card, 365 * DAY, gone),
    "told_names": (a_told_name, THREE_YEARS, emptied("told_name")),
    "quarantined": (what_broke, THREE_YEARS, emptied("payload")),
    "helpers": (a_lent_phone, THREE_YEARS + timedelta(hours=3), emptied("helper_name")),
    "pins": (lambda world: a_lent_phone(world).scan_pass, 30 * DAY + timedelta(hours=3), emptied("pin")),
    "ecpa_names": (a_portal_name, 90 * DAY, gone),
    "lecturers": (a_retired, 90 * DAY, gone),
    "rights_requests": (an_answered, THREE_YEARS, gone),
}


@pytest.mark.control("個資法 §11")
@pytest.mark.parametrize("code", CASES)
def test_what_is_younger_stays_and_what_is_older_goes_on_record(world: World, code: str) -> None:
    make, kept, is_gone = CASES[code]
    row, rule = make(world), BY_CODE[code]
    over = NOW + kept
    assert rule.count(at=over - DAY) == rule.purge(at=over - DAY) == 0 and not is_gone(row)
    assert rule.count(at=over) == 1 and not is_gone(row), "counting changes nothing"
    before = AuditEntry.objects.count()
    assert rule.purge(at=over) == 1 and is_gone(row)
    assert rule.purge(at=over) == rule.count(at=over) == 0
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.facts) == (Verb.EXPIRED_PURGED, {"rule": code, "rows": 1})
    assert AuditEntry.objects.count() == before + 1


def test_a_walk_in_goes_with_number_codes_and_enrolments(world: World) -> None:
    code = a_walk_in(4).code
    enrolled(world.offering, code)
    assert BY_CODE["walk_ins"].purge(at=NOW + 91 * DAY) == 1
    held: tuple[type[Model], ...] = (Learner, NationalIdRecord, NationalIdDigest, PersonalCode)
    assert not any(model._default_manager.exists() for model in held)
    assert AuditEntry.objects.filter(subject_id=code.learner.public_id).exists()


def a_merge(world: World, code: PersonalCode) -> None:
    gone = a_walk_in(5).code.learner
    merge_learners(
        kept=code.learner,
        gone=gone,
        mark=merge_preview(code.learner, gone).mark,
        proven=None,
        reason="換發",
        by=world.alice.account,
        at=NOW,
    )


HOLDS: dict[str, Callable[[World, PersonalCode], object]] = {
    "an award": lambda world, code: scan_code(a_gate(world.alice, world.offering), static_text(code)),
    "a scan that earned nothing": lambda world, code: scan_code(
        a_gate(world.alice, world.offering), static_text(code), local="refused:VOIDED_CODE"
    ),
    "a newer code": lambda world, code: a_walk_in(4, at=NOW + 60 * DAY),
    "an enrolment to come": lambda world, code: enrolled(
        an_open_offering(world.organiser, at=NOW + 80 * DAY), code, at=NOW
    ),
    "a merge": a_merge,
    "teaching": lambda world, code: teach(world.alice, world.offering, a_lecturer(world.alice, number=4)),
}


@pytest.mark.parametrize("hold", HOLDS)
def test_a_walk_in_whom_something_holds_stays(world: World, hold: str) -> None:
    code = a_walk_in(4).code
    HOLDS[hold](world, code)
    assert BY_CODE["walk_ins"].purge(at=NOW + 91 * DAY) == 0
    assert Learner.objects.filter(pk=code.learner_id).exists()


def test_a_code_that_a_scan_or_an_award_names_is_never_forgotten(world: World) -> None:
    code = a_walk_in(4).code
    scan_code(a_gate(world.alice, world.offering), static_text(code))
    award = Award.objects.get()
    revoke_awards(offering=world.offering, versions={award.public_id: 1}, reason="重複", officer=world.alice, at=NOW)
    for _, went in forget_all(at=NOW + 20 * THREE_YEARS):
        assert went >= 0
    assert PersonalCode.objects.get() == code and Scan.objects.get().code == code and Award.objects.get() == award


def test_a_lecturer_who_taught_stays(world: World) -> None:
    lecturer = a_lecturer(world.alice)
    teach(world.alice, world.offering, lecturer)
    retire_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    assert BY_CODE["lecturers"].purge(at=NOW + THREE_YEARS) == 0


def test_a_pass_that_is_extended_after_its_pin_went_gets_another(world: World) -> None:
    scan_pass = a_lent_phone(world).scan_pass
    assert scan_pass is not None and BY_CODE["pins"].purge(at=NOW + 31 * DAY) == 1
    token = show_pass(scan_pass=scan_pass, at=NOW)
    assert not isinstance(redeem_ticket(token=token, helper_name="林一", pin="000000", at=NOW), Lent)
    extend_pass(scan_pass=scan_pass, ends_at=NOW + 40 * DAY, officer=world.alice, at=NOW + 31 * DAY)
    assert ScanPass.objects.get().pin and ScanPass.objects.get().pin_forgotten_at is None


def test_the_database_lets_no_sealed_text_go_without_saying_when(world: World) -> None:
    a_lent_phone(world)
    what_broke(world)
    for rows, empty in (
        (Station.objects.filter(scan_pass__isnull=False), {"helper_name": None}),
        (ScanPass.objects.all(), {"pin": None}),
        (QuarantinedScan.objects.all(), {"payload": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**empty)


@pytest.mark.control("個資法 §11")
def test_all_rules_in_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hefa.paperwork.actions.retention.batches.AT_ONCE", 2)
    for number in range(5):
        a_walk_in(number)
    at = NOW + 90 * DAY
    due = {rule.code: count for rule, count in what_is_due(at=at)}
    assert due["walk_ins"] == 5
    assert {rule.code: went for rule, went in forget_all(at=at)}["walk_ins"] == 5
    batches = AuditEntry.objects.filter(verb=Verb.EXPIRED_PURGED, facts__rule="walk_ins").order_by("pk")
    assert [entry.facts["rows"] for entry in batches] == [2, 2, 1]


def test_the_dry_run_of_the_command_counts_and_changes_nothing(world: World) -> None:
    a_walk_in(4, at=NOW - 5 * THREE_YEARS)
    out = io.StringIO()
    call_command("retention", "--dry-run", stdout=out)
    [line] = [line for line in out.getvalue().splitlines() if line.startswith("walk_ins")]
    assert "應清除        1 筆" in line and Learner.objects.exists()
    call_command("retention", stdout=out)
    assert "已清除        1 筆　未取得時數的學員" in out.getvalue() and not Learner.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_back_in_the_moment_of_the_purge_is_not_lost() -> None:
    """A code made while the purge runs: the person stays with it, or was gone and is entered anew; never half."""
    later = NOW + 90 * DAY
    purge = partial(BY_CODE["walk_ins"].purge, at=later)
    for number in range(50, 58):
        a_walk_in(number)
        deeds: list[Callable[[], object]] = [purge, partial(a_walk_in, number, at=later)]
        at_once(deeds)
    codes = PersonalCode.objects.select_related("learner")
    assert codes.filter(made_at__gte=NOW + 90 * DAY).count() == 8
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM personal_code c LEFT JOIN national_id n USING (learner_id) WHERE n.id IS NULL"
        )
        assert cursor.fetchone() == (0,)
