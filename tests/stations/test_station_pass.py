"""Stations: who presents which secret, and until when it is good."""

from datetime import timedelta

import pytest

from hefa.accounts.models import Account
from hefa.organisers.models import Officer
from hefa.stations.actions import revoke_station
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


def test_a_closed_account_closes_its_stations(gate: Gate, world: World) -> None:
    Account.objects.filter(pk=world.alice.account.pk).update(is_active=False)
    assert presented(gate) == StationProblem.UNKNOWN
