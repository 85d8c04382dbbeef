"""The world of bench hall: an offering of thousands, the phones at its doors, and whether the ledger came out exact."""

import base64
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.management import call_command

from bench.people import walk_ins
from bench.scan_request import Gate
from hefa.activities.models import Enrolment
from hefa.activities.names import EnrolmentState
from hefa.audit.actions import grant_serving
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award, Scan
from hefa.awards.names import Verdict
from hefa.codes.actions import MadeCode
from hefa.codes.queries import static_text
from ops.dev.postgres import SERVING_ROLE, SERVING_URL
from tests import cast


@dataclass(frozen=True)
class Page:
    """A learner's page: what its script asks, the cookie of its browser, and the code that it shows."""

    path: str
    cookie: str
    code: str


@dataclass(frozen=True)
class Hall:
    """The doors' phones, and everybody's page in the order in which people come."""

    gates: list[Gate]
    pages: list[Page]


def build(*, learners: int, stations: int) -> Hall:
    """An offering held now, for which everybody is enrolled and has a code; officers have opened the scanners."""
    call_command("migrate", verbosity=0)
    if SERVING_URL in os.environ:
        grant_serving(role=SERVING_ROLE)
    at = datetime.now(UTC)
    world = cast.build_world(at)
    offering = world.offering
    made = walk_ins(learners, unit=world.green_water, at=at)
    Enrolment.objects.bulk_create(
        Enrolment(
            offering=offering,
            learner_id=one.code.learner_id,
            unit=world.green_water,
            state=EnrolmentState.APPROVED,
            enrolled_at=at,
        )
        for one in made
    )
    opened = [cast.a_gate(world.alice, offering, at=at) for _ in range(stations)]
    return Hall(
        gates=[Gate(gate.authorization, offering.public_id, offering.hours_version, []) for gate in opened],
        pages=[_page(one) for one in made],
    )


def check(told: Mapping[str, str], *, shown: int) -> list[str]:
    """What is wrong with the ledger, given the verdict that a phone was told of each scan_id; nothing when exact.

    `shown` is how many different people's codes were shown.
    """
    stored = {str(scan_id): verdict for scan_id, verdict in Scan.objects.values_list("scan_id", "verdict")}
    awards = Counter(Award.objects.filter(revoked_at__isnull=True).values_list("learner_id", flat=True))
    awarded = sum(verdict == Verdict.AWARDED for verdict in told.values())
    audited = AuditEntry.objects.filter(verb=Verb.AWARDED).count()
    other = [scan_id for scan_id in told if stored.get(scan_id) != told[scan_id]]
    wrong = {
        f"{len(other)} scans are stored with another verdict than the phone was told, or not at all": bool(other),
        f"{len(stored) - len(told)} scans are stored of which no phone was told": len(stored) != len(told),
        f"{sum(n > 1 for n in awards.values())} learners have several awards": max(awards.values(), default=0) > 1,
        f"{shown} people showed a code, {len(awards)} have hours": len(awards) != shown,
        f"{awarded} verdicts AWARDED were told, {awards.total()} awards stand": awards.total() != awarded,
        f"{audited} awards are in the journal, {awards.total()} stand": audited != awards.total(),
    }
    return [sentence for sentence, is_so in wrong.items() if is_so]


def _page(made: MadeCode) -> Page:
    assert made.secret is not None and made.code.holder is not None
    secret = base64.urlsafe_b64encode(made.secret).decode().rstrip("=")
    return Page(
        path=f"/code/{made.code.public_id}/progress/",
        cookie=f"hefa-codes={made.code.holder.public_id.hex}.{secret}",
        code=static_text(made.code),
    )
