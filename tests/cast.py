"""The named cast of all tests, made by the rooms' own actions.

Alice and Bob are officers of 綠水縣政府環境保護局; Charlie is an officer of 藍山國家公園管理處 and must see nothing of
theirs; Dora may only read. Olga is the operator; Audrey audits for 綠水縣政府, under which Alice's organiser stands:
both are called when a test needs them (`olga`, `audrey`). 王小明 made a code without an account; 李喆堃 has an account.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hefa.accounts.actions import disable_account, register
from hefa.accounts.models import Account
from hefa.activities.actions import (
    ActivityPlan,
    LecturerProfile,
    OfferingPlan,
    add_lecturer,
    assign_lecturers,
    enrol,
    plan_activity,
    plan_offering,
)
from hefa.activities.models import Activity, Lecturer, Offering
from hefa.activities.names import Openness, ScanPolicy
from hefa.audit.names import SYSTEM, VISITOR
from hefa.awards.actions import object_to_award
from hefa.awards.models import Award
from hefa.base.hours import Hours
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.roc import TAIPEI, roc_year
from hefa.base.search_text import grams
from hefa.codes.actions import MadeCode, make_account_code, make_walk_in_code
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.learners.actions import link_account
from hefa.learners.models import AccountLink
from hefa.organisers.actions import appoint_officer, appoint_operator, approve_organiser
from hefa.organisers.models import Officer, Operator, Organiser
from hefa.organisers.names import OWN_DUTIES, Duty
from hefa.stations.actions import open_own_station
from hefa.stations.models import Station
from hefa.stations.rules import write_secret
from hefa.units.models import Unit

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=TAIPEI)
"""The hour of every test: the activity of today runs from 9:00 to 11:00."""
PASSWORD = "Green-Water-2026"  # noqa: S105 - of invented people
ALL_DUTIES = OWN_DUTIES
TWO_HOURS = Hours.of(0, 2)


@dataclass(frozen=True)
class World:
    """An organiser with an activity today, another organiser, and their officers."""

    at: datetime
    green_water: Unit
    blue_hill: Unit
    organiser: Organiser
    other_organiser: Organiser
    alice: Officer
    bob: Officer
    dora: Officer
    charlie: Officer
    activity: Activity
    offering: Offering
    other_offering: Offering


@dataclass(frozen=True)
class Gate:
    """A station with its secret, as the phone that opened it holds it."""

    station: Station
    secret: bytes
    offering: Offering

    @property
    def authorization(self) -> str:
        return f"Station {self.station.public_id}.{write_secret(self.secret)}"


def build_world(at: datetime = NOW) -> World:
    """The cast at its places. Times are relative to `at`."""
    green_water = a_unit("355000000I", "綠水縣政府環境保護局")
    blue_hill = a_unit("376540000A", "藍山國家公園管理處")
    organiser = approve_organiser(name=green_water.name, unit=green_water, actor=SYSTEM, at=at)
    other = approve_organiser(name=blue_hill.name, unit=blue_hill, actor=SYSTEM, at=at)
    activity = an_activity(organiser, at=at)
    return World(
        at=at,
        green_water=green_water,
        blue_hill=blue_hill,
        organiser=organiser,
        other_organiser=other,
        alice=an_officer("alice", organiser, at=at),
        bob=an_officer("bob", organiser, at=at),
        dora=an_officer("dora", organiser, at=at, duties=(Duty.READ,)),
        charlie=an_officer("charlie", other, at=at),
        activity=activity,
        offering=an_offering(activity, at=at),
        other_offering=an_offering(an_activity(other, at=at, name="藍山步道導覽", code="Hill01"), at=at),
    )


def olga(*, at: datetime = NOW) -> Operator:
    """The operator of the site."""
    since = at.astimezone(TAIPEI).date() - timedelta(days=30)
    return appoint_operator(account=an_account("olga", at=at), from_date=since, actor=SYSTEM, at=at)


def audrey(world: World) -> Officer:
    """The auditor of 綠水縣政府: Alice's organiser stands under it, Charlie's does not."""
    county = a_unit("376990000A", "綠水縣政府")
    Unit.objects.filter(pk=world.green_water.pk).update(parent=county)
    organiser = approve_organiser(name=county.name, unit=county, actor=SYSTEM, at=world.at)
    return an_officer("audrey", organiser, at=world.at, duties=(Duty.AUDIT,))


def an_id(number: int) -> NationalId:
    """The `number`-th invented national ID: A2 and six digits, then whatever digit makes the check right."""
    for check in range(10):
        try:
            return NationalId.parse(f"A2{number:07d}{check}")
        except InvalidNationalId:
            continue
    raise ValueError(number)


def a_unit(code: str, name: str) -> Unit:
    return Unit.objects.create(code=code, name=name, name_grams=grams(name))


def an_account(username: str, *, at: datetime = NOW, name: str | None = None) -> Account:
    return register(
        username=username, password=PASSWORD, name=name or username.title(), email=f"{username}@example.org", at=at
    )


def disable(account: Account, *, at: datetime = NOW) -> None:
    """Nobody can log in to this account any more."""
    assert disable_account(account=account, reason="離職", by=account, at=at)


def an_officer(
    username: str, organiser: Organiser, *, at: datetime = NOW, duties: tuple[Duty, ...] = ALL_DUTIES
) -> Officer:
    return appoint_officer(
        account=an_account(username, at=at),
        organiser=organiser,
        duties=duties,
        from_date=at.astimezone(TAIPEI).date() - timedelta(days=30),
        actor=SYSTEM,
        at=at,
    )


def an_activity(
    organiser: Organiser,
    *,
    at: datetime = NOW,
    name: str = "測試活動001",
    code: str = "Test01",
    scan_policy: ScanPolicy = ScanPolicy.STATIC_OK,
) -> Activity:
    plan = ActivityPlan(
        roc_year=roc_year(at.astimezone(TAIPEI).date()),
        name=name,
        code=code,
        method="1",
        field="337",
        county="10",
        summary="環境教育課程",
        place="綠水縣環境教育中心",
        scan_policy=scan_policy,
    )
    return plan_activity(organiser=organiser, plan=plan, actor=SYSTEM, at=at)


def an_offering(
    activity: Activity,
    *,
    at: datetime = NOW,
    number: int = 1,
    starts_in: timedelta = timedelta(minutes=-30),
    lasts: timedelta = timedelta(hours=2),
    hours: Hours = TWO_HOURS,
) -> Offering:
    starts_at = at + starts_in
    plan = OfferingPlan(number=number, starts_at=starts_at, ends_at=starts_at + lasts, capacity=0, hours=hours)
    return plan_offering(activity=activity, plan=plan, actor=SYSTEM, at=at - timedelta(days=7))


def a_walk_in(
    number: int = 1,
    *,
    name: str = "王小明",
    unit: Unit | None = None,
    holder: CodeHolder | None = None,
    at: datetime = NOW,
) -> MadeCode:
    """A code of somebody without an account, with the browser's secret."""
    return make_walk_in_code(national_id=an_id(number), name=name, unit=unit, holder=holder, at=at)


def a_registered(
    number: int = 2, *, username: str = "lizhekun", name: str = "李喆堃", unit: Unit | None = None, at: datetime = NOW
) -> PersonalCode:
    """The code of an account, whose link to its learner is unproven."""
    account = an_account(username, at=at, name=name)
    link_account(account=account, national_id=an_id(number), unit=unit, at=at)
    return make_account_code(account=account, at=at)


def an_open_offering(
    organiser: Organiser, *, at: datetime = NOW, name: str = "溪流觀察", code: str = "River", **changes: Any
) -> Offering:
    """A 期別 in three days in which everybody may enrol now; `changes` are columns of the offering."""
    offering = an_offering(an_activity(organiser, at=at, name=name, code=code), at=at, starts_in=timedelta(days=3))
    Activity.objects.filter(pk=offering.activity_id).update(openness=Openness.OPEN)
    told = {"enrol_from": at - timedelta(days=1), "enrol_until": offering.starts_at - timedelta(hours=1)} | changes
    Offering.objects.filter(pk=offering.pk).update(**told)
    return Offering.objects.select_related("activity__organiser").get(pk=offering.pk)


def an_applicant(number: int, *, name: str = "李喆堃", unit: Unit | None = None, at: datetime = NOW) -> AccountLink:
    """Somebody with an account that says to be invented person `number`."""
    account = an_account(f"person{number:03d}", at=at, name=name)
    return link_account(account=account, national_id=an_id(number), unit=unit, at=at)


def enrolled(offering: Offering, code: PersonalCode, *, at: datetime = NOW) -> None:
    enrol(offering=offering, learner=code.learner, unit=code.unit, actor=SYSTEM, at=at)


def a_lecturer(officer: Officer, *, name: str = "張老師", number: int | None = None, **changes: Any) -> Lecturer:
    """Somebody who teaches for the officer's organiser; with `number`, linked to that invented person."""
    told = {
        "position": "綠水大學 副教授",
        "contact": "02-0000-0000",
        "intro": "濕地生態",
        "expertise": ["341"],
    } | changes
    profile = LecturerProfile(name=name, **told)
    national_id = an_id(number) if number is not None else None
    return add_lecturer(profile=profile, national_id=national_id, officer=officer, at=NOW)


def teach(officer: Officer, offering: Offering, *lecturers: Lecturer) -> None:
    """These teach the offering."""
    ids = [lecturer.public_id for lecturer in lecturers]
    assign_lecturers(offering=offering, lecturers=ids, officer=officer, at=NOW)


def a_gate(officer: Officer, offering: Offering, *, at: datetime = NOW) -> Gate:
    """A scanner that the officer has opened on a phone."""
    station, secret = open_own_station(officer=officer, offering=offering, name="大門", at=at)
    return Gate(station, secret, offering)


def told(
    gate: Gate, *, code: str | None = None, at: datetime = NOW, scan_id: UUID | None = None, **changes: object
) -> dict[str, object]:
    """One scan as the phone of this gate tells it; `changes` replace or add fields."""
    item: dict[str, object] = {
        "scan_id": str(scan_id or uuid4()),
        "boot": str(gate.station.public_id),
        "seq": 1,
        "offering": str(gate.offering.public_id),
        "kind": "award",
        "source": "camera",
        "t_dev": at.isoformat(),
        "t_mono": 5000.0,
        "local": "pending",
        "settings": gate.offering.hours_version,
    }
    if code is not None:
        item["code"] = code
    return item | changes


def batch(gate: Gate, *items: dict[str, object], at: datetime = NOW) -> dict[str, object]:
    """The request that carries these scans at once."""
    return {
        "boot": str(gate.station.public_id),
        "now_dev": at.isoformat(),
        "now_mono": 5000.0,
        "items": list(items),
    }


def an_objection(award: Award, *, at: datetime = NOW) -> UUID:
    """The learner of an award says that it is another's (不是我)."""
    assert object_to_award(award=award, reason="", actor=VISITOR, at=at)
    return award.objections.get().public_id
