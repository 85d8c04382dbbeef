"""A small invented world for the demonstration, made by the rooms' own actions."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hefa.accounts.actions import UsernameTaken, register
from hefa.accounts.models import Account
from hefa.accounts.queries import account_by_username
from hefa.activities.actions import ActivityPlan, OfferingPlan, enrol, plan_activity, plan_offering
from hefa.activities.models import Activity, Offering
from hefa.activities.names import ScanPolicy
from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.base.hours import Hours
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.roc import TAIPEI, roc_year
from hefa.cli.furnishing import furnish
from hefa.learners.actions import enter_learner, link_account
from hefa.organisers.actions import appoint_officer, appoint_operator, approve_organiser
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import OWN_DUTIES, Duty
from hefa.units import actions as units
from hefa.units.models import Unit

PASSWORD = "Hefa-demo-2026"  # noqa: S105 - of the invented people; production refuses to seed them
SAMPLE = Path(units.__file__).parent / "samples" / "units.csv"
OFFICERS = {"demo-alice": "林安妮", "demo-bob": "陳柏宇"}
OTHER_OFFICER = ("demo-charlie", "周查理")
AUDITOR = ("demo-auditor", "鄭思齊")
OPERATOR = ("demo-operator", "歐佳穎")
REGISTERED = [
    "王小明",
    "李喆堃",
    "張‧阿美",
    "Ngayaw‧Kacaw",
    "歐陽美玲",
    "黃綉峯",
    "John Smith",
    "陳怡君",
    "游明珊",
    "吳建宏",
]
WALK_INS = [
    "林志豪", "蔡佩珊", "鄭雅文", "許家豪", "郭淑芬", "曾國華", "劉美惠", "楊宗翰", "邱曉雯", "謝承恩",
    "賴俊傑", "洪雅婷", "方啓文", "葉欣怡", "蘇柏翰", "呂佳穎", "江宜蓁", "何冠廷", "羅詩涵", "高振宇",
]  # fmt: skip


class Command(BaseCommand):
    """`manage seed_demo`: units, organisers, officers, activities around today, thirty learners. Said twice, once."""

    help = "Make the demonstration's world. Refused in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HEFA_IS_PRODUCTION:
            raise CommandError("The demonstration's accounts have known passwords: not in production.")
        at = now()
        if not Unit.objects.exists():
            units.import_units(content=SAMPLE.read_bytes(), at=at, actor=SYSTEM)
        if account_by_username("demo-alice") is None:
            with transaction.atomic():
                _seed(at)
        if account_by_username(OPERATOR[0]) is None:
            with transaction.atomic():
                _seed_overseers(at)
        _plan_today(at)
        with transaction.atomic():
            _furnish(at)


def _furnish(at: datetime) -> None:
    """Work on 林安妮's desk: hours of three weeks ago, enrolments of next month, a roster, an upload."""
    officer = Officer.objects.select_related("organiser__unit", "account").get(account__username="demo-alice")
    offerings = Offering.objects.filter(activity__organiser=officer.organiser).select_related("activity")
    first = len(REGISTERED) + 1
    furnish(
        officer,
        past=offerings.get(activity__code="River01"),
        today=offerings.filter(activity__code="Test01").latest("starts_at"),
        people=[(name, an_invented_id(number)) for number, name in enumerate(WALK_INS, start=first)],
        at=at,
    )


def _seed(at: datetime) -> None:
    organiser = approve_organiser(
        name="綠水縣政府環境保護局", unit=Unit.objects.get(code="376990100A"), actor=SYSTEM, at=at
    )
    other = approve_organiser(name="藍山國家公園管理處", unit=Unit.objects.get(code="355990000I"), actor=SYSTEM, at=at)
    for username, name in OFFICERS.items():
        _appoint(username, name, organiser, at)
    _appoint(*OTHER_OFFICER, other, at)
    for number, name in enumerate(REGISTERED, start=1):
        account = _account(f"demo-{number:02d}", name, at)
        link_account(account=account, national_id=an_invented_id(number), unit=_unit_of(number), at=at)
    for number, name in enumerate(WALK_INS, start=len(REGISTERED) + 1):
        unit = _unit_of(number)
        enter_learner(national_id=an_invented_id(number), name=name, unit=unit, actor=SYSTEM, at=at)
    _plan(other, "藍山步道導覽", "Hill01", at, days=0)
    for name, code, days, policy in (
        ("淨溪行動日", "River01", -21, ScanPolicy.STATIC_OK),
        ("濕地生態講座", "Wet01", 14, ScanPolicy.LIVE_PREFERRED),
        ("氣候變遷演講", "Clim01", 0, ScanPolicy.LIVE_ONLY),
    ):
        _plan(organiser, name, code, at, days=days, policy=policy)


def _seed_overseers(at: datetime) -> None:
    """系統管理者 of the site, and 查核 of the county under which the demonstration's organiser stands."""
    operator = _account(*OPERATOR, at)
    since = at.astimezone(TAIPEI).date() - timedelta(days=365)
    appoint_operator(account=operator, from_date=since, actor=SYSTEM, at=at)
    county = approve_organiser(name="綠水縣政府", unit=Unit.objects.get(code="376990000A"), actor=SYSTEM, at=at)
    _appoint(*AUDITOR, county, at, duties=(Duty.AUDIT,))


def _plan_today(at: datetime) -> None:
    """測試活動001 is held on every day on which the demonstration runs: one 期別 a day."""
    organiser = Organiser.objects.get(name="綠水縣政府環境保護局")
    year = roc_year(at.astimezone(TAIPEI).date())
    activity = Activity.objects.filter(organiser=organiser, code="Test01", roc_year=year).first()
    if activity is None:
        activity = _activity(organiser, "測試活動001", "Test01", at, ScanPolicy.STATIC_OK)
    held = Offering.objects.filter(activity=activity)
    if held.filter(starts_at__lte=at, ends_at__gte=at).exists():
        return
    offering = _offering(activity, held.count() + 1, at - timedelta(hours=1), at, hours=3)
    for account in Account.objects.filter(username__startswith="demo-0").select_related("learner_link__learner"):
        link = account.learner_link
        enrol(offering=offering, learner=link.learner, unit=link.unit, actor=SYSTEM, at=at)


def _plan(
    organiser: Organiser, name: str, code: str, at: datetime, *, days: int, policy: ScanPolicy = ScanPolicy.STATIC_OK
) -> None:
    activity = _activity(organiser, name, code, at, policy)
    _offering(activity, 1, at + timedelta(days=days) - timedelta(hours=1), at, hours=2)


def _activity(organiser: Organiser, name: str, code: str, at: datetime, policy: ScanPolicy) -> Activity:
    plan = ActivityPlan(
        roc_year=roc_year(at.astimezone(TAIPEI).date()),
        name=name,
        code=code,
        method="1",
        field="337",
        county="10",
        summary="認識本地水環境與日常減量作法",
        place="綠水縣環境教育中心",
        contact="綠水縣政府環境保護局",
        scan_policy=policy,
    )
    officer = Officer.objects.filter(organiser=organiser, duties__contains=[Duty.MANAGE]).order_by("pk").first()
    return plan_activity(organiser=organiser, officer=officer, plan=plan, actor=SYSTEM, at=at)


def _offering(activity: Activity, number: int, starts_at: datetime, at: datetime, *, hours: int) -> Offering:
    plan = OfferingPlan(
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        capacity=40,
        hours=Hours.of(0, 2),
    )
    return plan_offering(activity=activity, plan=plan, actor=SYSTEM, at=at)


def _appoint(
    username: str, name: str, organiser: Organiser, at: datetime, *, duties: tuple[Duty, ...] = OWN_DUTIES
) -> None:
    appoint_officer(
        account=_account(username, name, at),
        organiser=organiser,
        duties=duties,
        from_date=at.astimezone(TAIPEI).date() - timedelta(days=365),
        actor=SYSTEM,
        at=at,
    )


def _account(username: str, name: str, at: datetime) -> Account:
    try:
        return register(username=username, password=PASSWORD, name=name, email=f"{username}@example.org", at=at)
    except UsernameTaken:
        found = account_by_username(username)
        if found is None:
            raise
        return found


def _unit_of(number: int) -> Unit | None:
    """Every seventh learner has no 服務單位."""
    standing = Unit.objects.filter(valid_until__isnull=True).order_by("code")
    return None if number % 7 == 0 else standing[number % standing.count()]


def an_invented_id(number: int) -> NationalId:
    """A number that nobody was given by us: A2, six digits of `number`, and the check digit that fits."""
    for check in range(10):
        try:
            return NationalId.parse(f"A2{9_000_000 + number}{check}")
        except InvalidNationalId:
            continue
    raise ValueError(number)
