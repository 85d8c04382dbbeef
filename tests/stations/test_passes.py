"""掃描授權: whoever has the QR code and the PIN gets one phone, and only within the window."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import cancel_offering
from hefa.base.person_name import InvalidPersonName
from hefa.stations.actions import (
    Lent,
    OfferingNotHeld,
    PassPlan,
    extend_pass,
    make_pass,
    open_ticket,
    passes,
    redeem_ticket,
    revoke_pass,
    revoke_station,
    show_pass,
)
from hefa.stations.models import PassTicket, ScanPass, ScanPassOffering, Station
from hefa.stations.names import RedeemProblem, Right, StationProblem
from hefa.stations.queries import StationPass, lent_station, offerings_lent, passes_of, station_pass
from hefa.stations.rules import OPENED_LIFE, TICKET_LIFE, UPLOAD_GRACE, Credential
from tests.cast import NOW, World, an_offering
from tests.crowd import at_once

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
PLAN = PassPlan("東側門", (Right.UNDO,), NOW - HOUR, NOW + 3 * HOUR, most_devices=2)


@pytest.fixture
def scan_pass(world: World) -> ScanPass:
    return make_pass(offerings=[world.offering], plan=PLAN, officer=world.alice, at=NOW)


def redeem(
    scan_pass: ScanPass, *, token: str | None = None, pin: str | None = None, name: str = "林小華"
) -> Lent | RedeemProblem:
    told = token or show_pass(scan_pass=scan_pass, at=NOW)
    return redeem_ticket(token=told, helper_name=name, pin=scan_pass.pin if pin is None else pin, at=NOW)


def lent(scan_pass: ScanPass) -> Lent:
    made = redeem(scan_pass)
    assert isinstance(made, Lent)
    return made


def known_as(made: Lent) -> StationPass | StationProblem:
    return station_pass(Credential(made.station.public_id, made.secret), at=NOW)


def wrong(scan_pass: ScanPass) -> str:
    return f"{(int(scan_pass.pin) + 1) % 10**6:06}"


@pytest.mark.django_db
def test_a_helper_gets_a_phone_of_this_gate_with_its_rights_and_nothing_else(world: World, scan_pass: ScanPass) -> None:
    made = lent(scan_pass)
    found = known_as(made)
    assert isinstance(found, StationPass)
    assert (found.name, set(found.offerings), set(found.rights), found.ended_at) == (
        "東側門-1",
        {world.offering.public_id},
        {Right.SCAN, Right.UNDO},
        PLAN.ends_at,
    )
    made.station.refresh_from_db()
    assert made.station.helper_name == "林小華"
    assert len(scan_pass.pin) == 6 and scan_pass.pin.isdecimal()
    assert AuditEntry.objects.filter(verb=Verb.STATION_OPENED, subject_id=made.station.public_id).exists()


@pytest.mark.django_db
def test_a_pass_for_several_offerings_lends_phones_that_may_scan_them_all(world: World) -> None:
    second = an_offering(world.activity, number=2)
    made = make_pass(offerings=[second, world.offering], plan=PLAN, officer=world.alice, at=NOW)
    found = known_as(lent(made))
    assert isinstance(found, StationPass)
    assert set(found.offerings) == {world.offering.public_id, second.public_id}
    assert list(passes_of(second)) == list(passes_of(world.offering)) == [made]
    assert offerings_lent(made) == [world.offering, second]


@pytest.mark.django_db
def test_what_was_cancelled_is_not_lent(world: World) -> None:
    second = an_offering(world.activity, number=2)
    made = make_pass(offerings=[world.offering, second], plan=PLAN, officer=world.alice, at=NOW)
    cancel_offering(offering=world.offering, reason="颱風", officer=world.alice, at=NOW)
    for offerings in ([world.offering], [second, world.offering], []):
        with pytest.raises(OfferingNotHeld):
            make_pass(offerings=offerings, plan=PLAN, officer=world.alice, at=NOW)
    assert isinstance(redeem(made), Lent)
    cancel_offering(offering=second, reason="颱風", officer=world.alice, at=NOW)
    assert redeem(ScanPass.objects.get()) == RedeemProblem.CANCELLED


@pytest.mark.django_db
def test_a_pass_names_an_offering_once(world: World, scan_pass: ScanPass) -> None:
    with pytest.raises(IntegrityError, match="scan_pass_names_offering_once"):
        ScanPassOffering.objects.create(scan_pass=scan_pass, offering=world.offering)


@pytest.mark.django_db
def test_a_token_is_used_once_and_runs_out(scan_pass: ScanPass) -> None:
    token = show_pass(scan_pass=scan_pass, at=NOW)
    assert isinstance(redeem(scan_pass, token=token), Lent)
    assert redeem(scan_pass, token=token) == RedeemProblem.TICKET_ENDED
    late = show_pass(scan_pass=scan_pass, at=NOW - TICKET_LIFE)
    assert redeem(scan_pass, token=late) == RedeemProblem.TICKET_ENDED
    assert redeem(scan_pass, token="nothing") == RedeemProblem.TICKET_ENDED


@pytest.mark.django_db
def test_a_link_that_was_opened_in_time_leaves_ten_minutes_for_name_and_pin(scan_pass: ScanPass) -> None:
    token = show_pass(scan_pass=scan_pass, at=NOW - TICKET_LIFE + SECOND)
    opened = NOW - SECOND
    assert open_ticket(token=token, at=opened) == scan_pass
    assert open_ticket(token=token, at=opened + OPENED_LIFE - SECOND) == scan_pass
    assert open_ticket(token=token, at=opened + OPENED_LIFE) == RedeemProblem.TICKET_ENDED
    assert isinstance(redeem(scan_pass, token=token), Lent)


@pytest.mark.control("T10")
@pytest.mark.django_db
def test_five_wrong_pins_end_the_token(scan_pass: ScanPass) -> None:
    token = show_pass(scan_pass=scan_pass, at=NOW)
    tried = [redeem(scan_pass, token=token, pin=wrong(scan_pass)) for _ in range(6)]
    assert tried == [RedeemProblem.WRONG_PIN] * 5 + [RedeemProblem.TICKET_ENDED]
    assert redeem(scan_pass, token=token) == RedeemProblem.TICKET_ENDED
    assert not Station.objects.exists()


@pytest.mark.control("T10", "附表十 內部使用者之識別與鑑別 1")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_helper_has_a_name(scan_pass: ScanPass, name: str) -> None:
    with pytest.raises(InvalidPersonName):
        redeem(scan_pass, name=name)


@pytest.mark.django_db
def test_so_many_phones_and_a_lost_one_makes_room(world: World, scan_pass: ScanPass) -> None:
    first, second = lent(scan_pass), lent(scan_pass)
    assert redeem(scan_pass) == RedeemProblem.DEVICES_FULL
    assert second.station.name == "東側門-2"
    assert revoke_station(station=first.station, officer=world.alice, at=NOW)
    assert lent(scan_pass).station.name == "東側門-1"


@pytest.mark.control("T9", "附表十 帳號管理 2", "附表十 帳號管理 7")
@pytest.mark.django_db
def test_outside_its_window_a_pass_lends_nothing(world: World) -> None:
    for opens, ends, told in (
        (NOW + SECOND, NOW + HOUR, RedeemProblem.NOT_YET),
        (NOW - HOUR, NOW, RedeemProblem.PASS_ENDED),
    ):
        plan = PassPlan("門", (), opens, ends, 1)
        assert redeem(make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW - 2 * HOUR)) == told


@pytest.mark.control("T9")
@pytest.mark.django_db
def test_revoking_ends_every_phone_and_lets_it_deliver_for_seven_days(world: World, scan_pass: ScanPass) -> None:
    made = lent(scan_pass)
    assert [revoke_pass(scan_pass=scan_pass, officer=world.alice, at=NOW) for _ in range(2)] == [True, False]
    scan_pass.refresh_from_db()
    assert redeem(scan_pass) == RedeemProblem.PASS_ENDED
    credential = Credential(made.station.public_id, made.secret)
    found = station_pass(credential, at=NOW + UPLOAD_GRACE)
    assert isinstance(found, StationPass) and found.ended_at == NOW
    assert station_pass(credential, at=NOW + UPLOAD_GRACE + SECOND) == StationProblem.ENDED
    assert lent_station(made.station.public_id, at=NOW) is None


@pytest.mark.django_db
def test_a_longer_window_holds_for_the_phones_that_are_out(world: World, scan_pass: ScanPass) -> None:
    made = lent(scan_pass)
    extend_pass(scan_pass=scan_pass, ends_at=NOW + 9 * HOUR, officer=world.alice, at=NOW)
    found = known_as(made)
    assert isinstance(found, StationPass) and found.ended_at == NOW + 9 * HOUR


@pytest.mark.django_db(transaction=True)
def test_thirty_guesses_at_once_are_five(scan_pass: ScanPass) -> None:
    token = show_pass(scan_pass=scan_pass, at=NOW)
    guess = partial(redeem, scan_pass, token=token, pin=wrong(scan_pass))
    told = at_once([guess] * 30)
    assert Counter(told) == {RedeemProblem.TICKET_ENDED: 25, RedeemProblem.WRONG_PIN: 5}


@pytest.mark.django_db(transaction=True)
def test_twelve_phones_at_once_get_two_stations_and_one_token_one(scan_pass: ScanPass) -> None:
    tokens = [show_pass(scan_pass=scan_pass, at=NOW) for _ in range(12)]
    told = at_once([partial(redeem, scan_pass, token=token) for token in tokens])
    assert sum(isinstance(one, Lent) for one in told) == Station.objects.count() == 2
    assert {one for one in told if not isinstance(one, Lent)} == {RedeemProblem.DEVICES_FULL}
    Station.objects.update(revoked_at=NOW)
    again = show_pass(scan_pass=scan_pass, at=NOW)
    assert sum(isinstance(one, Lent) for one in at_once([partial(redeem, scan_pass, token=again)] * 6)) == 1
    assert Station.objects.filter(revoked_at__isnull=True).count() == 1


@pytest.mark.django_db
def test_tokens_are_stored_as_hashes_and_go_when_they_run_out(scan_pass: ScanPass) -> None:
    token = show_pass(scan_pass=scan_pass, at=NOW - HOUR)
    assert token.encode() not in bytes(PassTicket.objects.get().token_digest)
    show_pass(scan_pass=scan_pass, at=NOW)
    assert PassTicket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.control("T9")
def test_a_pass_revoked_while_a_phone_is_being_lent_ends_that_phone_too(
    world: World, scan_pass: ScanPass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def revoke() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            return revoke_pass(scan_pass=scan_pass, officer=world.alice, at=NOW + SECOND)
        except OperationalError:
            return False

    def lend_beside(*told: Any) -> Lent | RedeemProblem:
        revoked.extend(at_once([revoke]))
        return lend(*told)

    revoked: list[bool] = []
    lend = passes._lend
    monkeypatch.setattr(passes, "_lend", lend_beside)
    made = redeem(scan_pass)
    assert revoked == [False], "it waits"
    assert isinstance(made, Lent) and revoke_pass(scan_pass=scan_pass, officer=world.alice, at=NOW + SECOND)
    found = known_as(made)
    assert isinstance(found, StationPass) and found.ended_at == NOW + SECOND
