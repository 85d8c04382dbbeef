"""Stations: who presents which secret, and until when it is good."""

from datetime import timedelta

import pytest

from hefa.accounts.actions import LoginRefused, ask_reset, change_password, disable_account, login, reset_password
from hefa.organisers.models import Officer
from hefa.stations.actions import Lent, PassPlan, make_pass, redeem_ticket, revoke_station, show_pass
from hefa.stations.names import Right, StationProblem
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import UPLOAD_GRACE, Credential, read_authorization
from tests.cast import NOW, Gate, World, a_gate

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def gate(world: World) -> Gate:
    return a_gate(world.alice, world.offering)


def presented(gate: Gate, *, after: timedelta = timedelta(0)) -> StationPass | StationProblem:
    return station_pass(Credential(gate.station.public_id, gate.secret), at=NOW + after)


def test_the_right_secret_opens_its_own_offerings(gate: Gate, world: World) -> None:
    found = presented(gate)
    assert isinstance(found, StationPass) and set(found.offerings) == {world.offering.public_id}
    assert found.may(Right.SCAN) and found.organiser_id == world.organiser.public_id


def test_a_wrong_secret_is_as_unknown_as_a_wrong_station(gate: Gate) -> None:
    wrong = Credential(gate.station.public_id, b"x" * 32)
    assert station_pass(wrong, at=NOW) == StationProblem.UNKNOWN


@pytest.mark.control("T9")
def test_the_secret_is_not_in_the_database_and_never_printed(gate: Gate) -> None:
    gate.station.refresh_from_db()
    assert gate.secret not in bytes(gate.station.secret_digest)
    credential = read_authorization(gate.authorization)
    assert credential is not None and credential.secret == gate.secret and str(gate.secret) not in repr(credential)


def test_after_its_end_a_station_may_deliver_for_seven_days(gate: Gate) -> None:
    end = gate.station.valid_until - NOW
    for after in (end, end + UPLOAD_GRACE):
        found = presented(gate, after=after)
        assert isinstance(found, StationPass) and found.ended_at == gate.station.valid_until
    assert presented(gate, after=end + UPLOAD_GRACE + SECOND) == StationProblem.ENDED


def test_a_station_ends_when_it_is_revoked_or_its_officer_leaves(gate: Gate, world: World) -> None:
    Officer.objects.filter(pk=world.alice.pk).update(until_date=NOW.date())
    midnight = presented(gate)
    assert isinstance(midnight, StationPass) and midnight.ended_at - NOW == timedelta(hours=14, minutes=30)
    assert [revoke_station(station=gate.station, officer=world.alice, at=NOW + SECOND) for _ in range(2)] == [
        True,
        False,
    ]
    revoked = presented(gate)
    assert isinstance(revoked, StationPass) and revoked.ended_at == NOW + SECOND


def test_another_password_ends_the_officers_own_phone_and_lets_it_deliver(world: World, gate: Gate) -> None:
    later = NOW + timedelta(minutes=5)
    change_password(account=world.alice.account, password="Blue-Hill-2026", at=later)  # noqa: S106 - invented
    found = presented(gate, after=timedelta(minutes=6))
    assert isinstance(found, StationPass) and found.ended_at == later
    assert presented(gate, after=timedelta(minutes=5) + UPLOAD_GRACE + SECOND) == StationProblem.ENDED
    fresh = a_gate(Officer.objects.get(pk=world.alice.pk), world.offering, at=later)
    opened = station_pass(Credential(fresh.station.public_id, fresh.secret), at=later)
    assert isinstance(opened, StationPass) and opened.ended_at == fresh.station.valid_until


def test_a_letter_that_sets_a_password_ends_the_phone_and_no_pass_of_a_helper(world: World, gate: Gate) -> None:
    plan = PassPlan("東側門", (), NOW, NOW + timedelta(hours=3), 1)
    made = make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)
    lent = redeem_ticket(token=show_pass(scan_pass=made, at=NOW), helper_name="林小華", pin=made.pin, at=NOW)
    assert isinstance(lent, Lent)
    (letter,) = ask_reset(username_or_email="alice", at=NOW)
    assert reset_password(token=letter.token, password="Blue-Hill-2026", at=NOW + SECOND)  # noqa: S106 - invented
    own = presented(gate, after=2 * SECOND)
    helper = station_pass(Credential(lent.station.public_id, lent.secret), at=NOW + 2 * SECOND)
    assert isinstance(own, StationPass) and own.ended_at == NOW + SECOND
    assert isinstance(helper, StationPass) and helper.ended_at == plan.ends_at


def test_a_stranger_who_locks_an_account_stops_no_scanner(world: World, gate: Gate) -> None:
    refused = [login(username="alice", password="wrong", at=NOW) for _ in range(5)][-1]  # noqa: S106
    assert isinstance(refused, LoginRefused) and refused.locked_until
    found = presented(gate, after=SECOND)
    assert isinstance(found, StationPass) and found.ended_at == gate.station.valid_until


def test_a_disabled_account_ends_its_phone_and_those_it_lent_and_lets_them_deliver(world: World, gate: Gate) -> None:
    plan = PassPlan("東側門", (), NOW, NOW + timedelta(hours=3), 1)
    made = make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)
    lent = redeem_ticket(token=show_pass(scan_pass=made, at=NOW), helper_name="林小華", pin=made.pin, at=NOW)
    assert isinstance(lent, Lent)
    disable_account(account=world.alice.account, reason="手機遺失", by=world.bob.account, at=NOW + SECOND)
    for credential in (
        Credential(gate.station.public_id, gate.secret),
        Credential(lent.station.public_id, lent.secret),
    ):
        found = station_pass(credential, at=NOW + 2 * SECOND)
        assert isinstance(found, StationPass) and found.ended_at == NOW + SECOND
        assert station_pass(credential, at=NOW + 2 * SECOND + UPLOAD_GRACE) == StationProblem.ENDED
