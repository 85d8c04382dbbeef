"""Whom an offering expects: the people of its cards and of its sign-in sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState, ScanPolicy
from hefa.awards.models import Award
from hefa.base.national_id import mask_last4
from hefa.base.roc import TAIPEI
from hefa.learners.models import Learner
from hefa.paperwork.names import NoCards
from hefa.units.models import Unit
from hefa.units.names import NO_UNIT_LABEL


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody whose 報名 was approved, under the name of the enrolment. `awarded`: the hours stand already."""

    learner: Learner
    name: str
    unit: Unit | None
    awarded: bool

    @property
    def id_masked(self) -> str:
        return mask_last4(self.learner.id_last4)

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else NO_UNIT_LABEL


def last_day_of_cards(offering: Offering) -> date:
    """Until when the cards of an offering are good: the day on which its scan window closes."""
    _, closes = offering.scan_window
    return closes.astimezone(TAIPEI).date()


def why_no_cards(offering: Offering, *, at: datetime) -> NoCards | None:
    """Why cards would be of no use at this offering; None when they are."""
    if offering.cancelled_at is not None:
        return NoCards.CANCELLED
    if offering.activity.scan_policy == ScanPolicy.LIVE_ONLY:
        return NoCards.LIVE_ONLY
    return NoCards.OVER if at.astimezone(TAIPEI).date() > last_day_of_cards(offering) else None


def expected_count(offering: Offering) -> int:
    """How many people are expected: the rows that the sheet begins with."""
    return _approved(offering).values("learner").distinct().count()


def expected_people(offering: Offering) -> Sequence[Expected]:
    """Everybody approved, each once, by unit and name. One statement."""
    held = Award.objects.filter(offering=offering, learner=OuterRef("learner"), revoked_at__isnull=True)
    approved = (
        _approved(offering)
        .select_related("learner", "account", "unit")
        .annotate(awarded=Exists(held))
        .order_by("-account_id", "pk")
    )
    people = {
        one.learner_id: Expected(
            one.learner, one.account.name if one.account else one.learner.name, one.unit, one.awarded
        )
        for one in approved
    }
    return sorted(people.values(), key=lambda one: (one.unit is None, one.unit_name, one.name, one.learner.pk))


def _approved(offering: Offering) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(offering=offering, state=EnrolmentState.APPROVED)
