"""Enrolments as learners and officers see them, and how many places are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import TAKING_A_PLACE, EnrolmentState
from hefa.activities.queries.published import visible_offerings
from hefa.activities.rules import EnrolmentTerms, places_left
from hefa.learners.models import AccountLink
from hefa.learners.queries import link_of
from hefa.units.models import Unit

WAITING_ORDER = ("enrolled_at", "pk")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many enrolments of an offering stand where. `left` is None when there is no limit."""

    capacity: int
    pending: int
    approved: int
    waiting: int
    declined: int
    withdrawn: int

    @property
    def taken(self) -> int:
        return self.pending + self.approved

    @property
    def left(self) -> int | None:
        return places_left(self.capacity, self.taken)


@dataclass(frozen=True, slots=True)
class OwnEnrolment:
    """An enrolment as its learner sees it; `place` counts 候補 from 1, 0 for whoever does not wait."""

    enrolment: Enrolment
    place: int


def enrolment_terms(offering: Offering, unit: Unit | None) -> EnrolmentTerms:
    """How this offering takes the enrolment of somebody of this unit."""
    return EnrolmentTerms(
        is_for_them=visible_offerings(unit).filter(pk=offering.pk).exists(),
        is_cancelled=offering.cancelled_at is not None,
        needs_approval=offering.approval_needed,
        opens=offering.enrol_from,
        closes=offering.enrol_until,
        ends_at=offering.ends_at,
    )


def enrolment_counts(offering: Offering) -> tuple[int, int]:
    """報名人數 (pending and approved) and 待報名准駁人數."""
    tally = enrolment_tally(offering)
    return tally.taken, tally.pending


def enrolment_tally(offering: Offering) -> Tally:
    """Count the enrolments of an offering by state. One statement."""
    counted = Enrolment.objects.filter(offering=offering).values_list("state").annotate(Count("pk"))
    of_state = dict(counted.order_by())
    return Tally(offering.capacity, **{state.value: of_state.get(state.value, 0) for state in EnrolmentState})


def enrolments_of(account: Account) -> Sequence[OwnEnrolment]:
    """我的報名, the latest activity first: what the account asked for, and once it is proven all of its learner's.

    Two statements beside the one that looks for the link.
    """
    found = list(
        _own(account, link_of(account))
        .select_related("offering__activity__organiser")
        .order_by("-offering__starts_at", "-pk")
    )
    places = waiting_places([one.offering_id for one in found if one.state == EnrolmentState.WAITING])
    return [OwnEnrolment(one, places.get(one.pk, 0)) for one in found]


def own_enrolment(account: Account, public_id: UUID) -> Enrolment | None:
    """One of `enrolments_of`."""
    found = _own(account, link_of(account)).filter(public_id=public_id)
    return found.select_related("offering__activity__organiser").first()


def enrolment_in(account: Account, link: AccountLink | None, offering: Offering) -> Enrolment | None:
    """The account's enrolment in this offering; one that takes a place or waits comes before one that ended."""
    ended = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)
    found = sorted(_own(account, link).filter(offering=offering), key=lambda one: (one.state in ended, one.pk))
    return found[0] if found else None


def waiting_places(offerings: Sequence[int]) -> dict[int, int]:
    """The place of everybody who waits at these offerings, by the enrolment's row number. One statement, or none."""
    if not offerings:
        return {}
    waiting = Enrolment.objects.filter(offering__in=offerings, state=EnrolmentState.WAITING)
    order = [F(name).asc() for name in WAITING_ORDER]
    placed = waiting.annotate(place=Window(RowNumber(), partition_by=[F("offering")], order_by=order))
    return dict(placed.order_by().values_list("pk", "place"))


def offerings_to_fill(*, at: datetime) -> QuerySet[Offering]:
    """Offerings ahead where somebody waits and a place is free: 招生人數 was raised, or a move was interrupted."""
    return (
        Offering.objects.filter(starts_at__gt=at, enrolments__state=EnrolmentState.WAITING)
        .annotate(taken=Count("enrolments", filter=Q(enrolments__state__in=TAKING_A_PLACE), distinct=True))
        .filter(Q(capacity=0) | Q(capacity__gt=F("taken")))
        .order_by("pk")
    )


def _own(account: Account, link: AccountLink | None) -> QuerySet[Enrolment]:
    own = Q(account=account)
    if link is not None and link.proven_at is not None:
        own |= Q(learner=link.learner)
    return Enrolment.objects.filter(own)
