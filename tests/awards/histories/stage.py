"""The stage of a history: the real server over its API, the real office behind it, and the phones before it.

Whatever is done is written down as an event, for the oracle. Every history has people, codes, offerings and stations of
its own, so that nothing has to be cleared away between two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from threading import Thread
from typing import Any

from django.db import connection
from django.test import Client

from hefa.activities.actions import set_hours
from hefa.activities.models import Activity, Offering
from hefa.activities.names import ScanPolicy
from hefa.audit.names import SYSTEM
from hefa.awards.actions import AwardChange, EnteredRow, change_awards, enter_awards, revoke_awards, settle_review
from hefa.awards.models import Award, Review
from hefa.awards.names import AwardSource, AwardState, Settlement
from hefa.awards.rules import Award as Awarded
from hefa.base.code_token import make_live, write
from hefa.base.hours import Hours
from hefa.codes.actions import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from hefa.keys.ring import ring
from hefa.stations.actions import revoke_station
from hefa.stations.models import StationOffering
from tests import cast
from tests.awards.histories import events
from tests.awards.histories.phones import Phone
from tests.crowd import PATIENCE_SECONDS

SCANS = "/api/scan/v1/scans"
GRACE = timedelta(days=7)
NAMES = ("王小明", "王大明")
PEOPLE = count(1)
"""Numbers of invented people; no history meets those of another."""
OFFERINGS = count(10)


@dataclass
class Clock:
    """The server's time, which the machine moves."""

    at: datetime


@dataclass(frozen=True)
class Hall:
    """What all histories share: the organiser, an activity for each policy, the server's clock."""

    world: cast.World
    activities: dict[ScanPolicy, Activity]
    clock: Clock
    server: Client = field(default_factory=Client)


def build_hall(world: cast.World, clock: Clock) -> Hall:
    activities = {
        policy: cast.an_activity(world.organiser, code=policy.value, scan_policy=policy) for policy in ScanPolicy
    }
    return Hall(world, activities, clock)


@dataclass
class Stage:
    """One history as it is played."""

    hall: Hall
    history: list[events.Event] = field(default_factory=list)
    offerings: list[Offering] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """The people, each by the number of the cast."""
    codes: list[tuple[int, PersonalCode]] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    last_request: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return self.hall.clock.at

    def pass_time(self, passed: timedelta, sleeping: frozenset[int] = frozenset()) -> None:
        self.hall.clock.at += passed
        for phone in self.phones:
            phone.live_on(passed, asleep=phone.number in sleeping)

    # -- what is planned before and made meanwhile

    def offer(self, policy: ScanPolicy, starts_in: timedelta) -> None:
        activity = self.hall.activities[policy]
        planned = cast.an_offering(activity, at=self.at, number=next(OFFERINGS), starts_in=starts_in)
        self.offerings.append(planned)
        self.history.append(
            events.Offered(len(self.offerings) - 1, planned.starts_at, planned.ends_at, policy.value, 2)
        )

    def bring_learner(self) -> None:
        self.numbers.append(next(PEOPLE))

    def make_code(self, learner: int, *, days_old: int, name_differs: bool) -> None:
        if not any(of == learner for of, _ in self.codes):
            name_differs = False
        made = cast.a_walk_in(
            self.numbers[learner], name=NAMES[name_differs], at=self.at - timedelta(days=days_old)
        ).code
        self.codes.append((learner, made))
        self.history.append(events.CodeMade(len(self.codes) - 1, learner, made.expires_on, name_differs))

    def open_gate(self, *offerings: int) -> None:
        """A phone for these offerings; it opens at the first."""
        offering, *others = offerings
        world = self.hall.world
        officer = (world.alice, world.bob)[len(self.phones) % 2]
        gate = cast.a_gate(officer, self.offerings[offering], at=self.at)
        for other in others:
            StationOffering.objects.create(station=gate.station, offering=self.offerings[other])
        number = len(self.phones)
        self.phones.append(Phone(number, gate, offering, settings=self.offerings[offering].hours_version))
        self.history.append(events.StationOpened(number, offerings, gate.station.valid_until))

    # -- the office

    def void(self, code: int, *, lost: bool) -> None:
        reason = VoidReason.LOST if lost else VoidReason.OWNER
        if void_code(code=self.codes[code][1], reason=reason, actor=SYSTEM, at=self.at):
            self.history.append(events.Voided(code, self.at, lost))

    def set_hours(self, offering: int, hours: int) -> None:
        planned = self.offerings[offering]
        before = planned.hours_version
        set_hours(offering=planned, hours=Hours.of(0, hours), actor=SYSTEM, at=self.at)
        if planned.hours_version != before:
            self.history.append(events.HoursSet(offering, hours, self.at))

    def enter_by_hand(self, offering: int, learner: int) -> None:
        (answer,) = enter_awards(
            offering=self.offerings[offering],
            rows=[EnteredRow(cast.an_id(self.numbers[learner]), NAMES[0], None)],
            source=AwardSource.HAND,
            reviewed=True,
            officer=self.hall.world.alice,
            at=self.at,
        )
        if isinstance(answer.decision, Awarded):
            self.history.append(events.Entered(offering, learner, self.at))

    def take_back(self, award: Award, *, offering: int, learner: int) -> None:
        changes = revoke_awards(
            offering=self.offerings[offering],
            versions={award.public_id: award.version},
            reason="未全程參加",
            officer=self.hall.world.alice,
            at=self.at,
        )
        assert changes.saved
        self.history.append(events.Revoked(offering, learner, self.at))

    def fail(self, award: Award, *, offering: int, learner: int) -> None:
        change = AwardChange(award.public_id, award.version, award.hours, AwardState.FAILED)
        saved = change_awards(
            offering=self.offerings[offering], changes=[change], reason="未全程參加", officer=self.hall.world.alice,
            at=self.at,
        ).saved  # fmt: skip
        if saved:
            self.history.append(events.Failed(offering, learner, self.at))

    def settle(self, pk: int) -> None:
        review = Review.objects.select_related("scan", "offering__activity").get(pk=pk)
        assert settle_review(
            review=review, settlement=Settlement.AWARDED, reason="確有參加", officer=self.hall.world.bob, at=self.at
        )
        self.history.append(events.Settled(review.scan.scan_id, self.at))

    def end_gate(self, phone: Phone) -> None:
        if revoke_station(station=phone.gate.station, officer=self.hall.world.alice, at=self.at):
            self.history.append(events.StationRevoked(phone.number, self.at))

    # -- what stands now

    def awards(self) -> list[tuple[int, int, Award]]:
        """Every award that stands, with the numbers of its offering and its learner."""
        rows = Award.objects.filter(offering__in=self.offerings, revoked_at__isnull=True).order_by("pk")
        offerings = {planned.pk: number for number, planned in enumerate(self.offerings)}
        return [(offerings[row.offering_id], self.learner_number(row.learner_id), row) for row in rows]

    def learner_number(self, learner_id: int) -> int:
        found = {code.learner_id: learner for learner, code in self.codes}
        return found[learner_id]

    def open_reviews(self) -> list[int]:
        """The keys of the reviews that wait."""
        waiting = Review.objects.filter(offering__in=self.offerings, settled_at__isnull=True)
        return list(waiting.order_by("pk").values_list("pk", flat=True))

    # -- the network

    def request(self, phone: Phone, scans: Sequence[events.Scan]) -> tuple[events.Told, dict[str, Any]]:
        """What this phone would send now."""
        told = events.Told(phone.number, self.at, phone.boot, phone.wall(self.at), phone.mono, tuple(scans))
        body = {
            "boot": str(phone.boot),
            "now_dev": told.now_dev.isoformat(),
            "now_mono": phone.mono,
            "items": [self._item(scan) for scan in scans],
        }
        return told, body

    def post(self, phone: Phone, body: dict[str, Any]) -> Any:
        return self.hall.server.post(
            SCANS, body, content_type="application/json", headers={"Authorization": phone.gate.authorization}
        )

    def _item(self, scan: events.Scan) -> dict[str, Any]:
        item: dict[str, Any] = {
            "scan_id": str(scan.scan_id),
            "boot": str(scan.boot),
            "seq": scan.seq,
            "offering": str(self.offerings[scan.offering].public_id),
            "kind": scan.kind,
            "source": "hand" if scan.kind == "undo" else "camera",
            "t_dev": scan.t_dev.isoformat(),
            "t_mono": scan.t_mono,
            "local": scan.local,
            "settings": scan.settings,
        }
        if scan.mark is not None:
            item |= {"mark": scan.mark.text, "mark_mono": scan.mark.mono}
        if scan.kind == "undo":
            return item | {"undoes": str(scan.undoes), "reason": "掃錯人"}
        return item | {"code": "https://example.org/" if scan.code is None else self._text(scan.code, scan.slot)}

    def _text(self, number: int, slot: int | None) -> str:
        code = self.codes[number][1]
        if slot is None:
            return static_text(code)
        master = ring("code").key(code.kid)
        return write(
            make_live(master=master, kid=code.kid, code_id=bytes(code.code_id), last_day=code.expires_on, slot=slot)
        )


def meanwhile(deed: Callable[[], Any]) -> Any:
    """Do this over a connection of its own and wait for it."""
    done: list[Any] = []

    def do() -> None:
        try:
            done.append(deed())
        finally:
            connection.close()

    thread = Thread(target=do, daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    assert done, "one request waits for the other"
    return done[0]
