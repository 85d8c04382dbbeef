"""The demonstration's people as the walk needs them, and its facts as the database holds them."""

from dataclasses import dataclass
from datetime import timedelta

from hefa.activities.actions import OfferingPlan, plan_offering
from hefa.activities.models import Activity, Offering
from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal
from hefa.base.clock import now
from hefa.base.hours import Hours
from hefa.cli.management.commands.seed_demo import PASSWORD, REGISTERED, WALK_INS, an_invented_id
from hefa.units.names import NO_UNIT_CODE

__all__ = ["PASSWORD", "Person", "count_from_database", "plan_offering_of_this_run", "registered", "walk_ins"]


WITHOUT_UNIT = {"unit_choice": NO_UNIT_CODE}


@dataclass(frozen=True)
class Person:
    """What somebody without an account types into the form."""

    name: str
    national_id: str
    unit: dict[str, str]


def plan_offering_of_this_run() -> Offering:
    """A 期別 of 測試活動001 that runs now and that no other run scans, so that every run can count its own facts."""
    at = now()
    activity = Activity.objects.filter(code="Test01").order_by("-roc_year")[0]
    plan = OfferingPlan(
        number=Offering.objects.filter(activity=activity).count() + 1,
        starts_at=at - timedelta(minutes=30),
        ends_at=at + timedelta(hours=2),
        capacity=40,
        hours=Hours.of(0, 2),
    )
    return plan_offering(activity=activity, plan=plan, actor=SYSTEM, at=at)


def registered() -> list[tuple[str, str]]:
    """帳號 and name of the learners with an account."""
    return [(f"demo-{number:02d}", name) for number, name in enumerate(REGISTERED, start=1)]


def walk_ins() -> list[Person]:
    """Those without an account, as they fill in the form."""
    first = len(REGISTERED) + 1
    return [
        Person(name, an_invented_id(number).value, WITHOUT_UNIT if number % 2 else {"unit_code": "376990200A"})
        for number, name in enumerate(WALK_INS, start=first)
    ]


def count_from_database(offering: Offering) -> dict[str, int]:
    """What stands in the ledger for this offering."""
    scans = Scan.objects.filter(offering=offering)
    return {
        "awarded": Award.objects.filter(offering=offering, revoked_at__isnull=True).count(),
        "already": scans.filter(refusal=Refusal.ALREADY_AWARDED).count(),
        "voided": scans.filter(refusal=Refusal.VOIDED_CODE).count(),
    }
