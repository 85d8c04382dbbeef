"""待您確認: whose open reviews are whose, after every 職務移交, so that none waits for somebody who has gone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.queries import accounts_acted_for, charge_of, offerings_of, officers_in_charge
from hefa.awards.models import Review
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Charge, Duty
from hefa.organisers.queries import Held, in_charge, organisers_of, standing_offices

NOBODY = "尚無承辦人"


@dataclass(frozen=True, slots=True)
class WaitingOffering:
    """An offering with how many of its scans wait for whoever asks."""

    offering: Offering
    count: int


@dataclass(frozen=True, slots=True)
class WaitingForAccount:
    """待您確認的掃描: how many in all, and where."""

    total: int
    offerings: Sequence[WaitingOffering]


def settlers_of(reviews: Sequence[Review]) -> Mapping[int, Officer]:
    """Who is to settle each open review, by its row number; reviews come with `offering__activity`. Six statements.

    It is whom 待確認掃描 was handed to by the officer who was in charge of the activity when the review was opened, and
    otherwise the activity's officer in charge now. Activities of old that name nobody are left out.
    """
    found = [(one, held) for one in reviews if (held := charge_of(one.offering.activity, until=one.opened_at))]
    openers = in_charge([held for _, held in found], Charge.ACTIVITIES)
    reviewed = [Held(opener.pk, one.opened_at) for (one, _), opener in zip(found, openers, strict=True)]
    takers = in_charge(reviewed, Charge.REVIEWS)
    keepers = officers_in_charge([one.offering.activity for one, _ in found])
    return {
        one.pk: taker if taker != opener else keepers[one.offering.activity_id]
        for (one, _), opener, taker in zip(found, openers, takers, strict=True)
    }


def waiting_for(account: Account, *, on: date) -> WaitingForAccount:
    """The scans that wait for this account on this day, the offering that waits longest first.

    Beside its own it sees those that wait for nobody: of activities without an officer, or whose officer has gone or
    may settle none.
    """
    offerings = offerings_of(account, on=on, duty=Duty.RECORD)
    waiting = _open(offerings)
    settlers = settlers_of(waiting)
    here = organisers_of(account, on=on)
    own, gone = accounts_acted_for(account, on=on), _gone(settlers.values(), organisers=here, on=on)
    counts: Counter[int] = Counter()
    found: dict[int, Offering] = {}
    for review in waiting:
        settler = settlers.get(review.pk)
        if settler is None or settler.account_id in own | gone:
            counts[review.offering_id] += 1
            found.setdefault(review.offering_id, review.offering)
    return WaitingForAccount(counts.total(), [WaitingOffering(offering, counts[pk]) for pk, offering in found.items()])


def settler_names(offering: Offering) -> Sequence[tuple[str, int]]:
    """Who is to settle the open reviews of an offering, by name, each with how many. Seven statements."""
    reviews = _open(Offering.objects.filter(pk=offering.pk))
    settlers = settlers_of(reviews)
    names = [settlers[one.pk].account.name if one.pk in settlers else NOBODY for one in reviews]
    return list(Counter(names).items())


def _open(offerings: QuerySet[Offering]) -> Sequence[Review]:
    """The open reviews of these offerings, the oldest first, with what says whose they are. One statement."""
    waiting = Review.objects.filter(settled_at__isnull=True, offering__in=offerings.order_by().values("pk"))
    return list(waiting.select_related("offering__activity").defer("told_name").order_by("opened_at", "pk"))


def _gone(officers: Iterable[Officer], *, organisers: QuerySet[Organiser], on: date) -> frozenset[int]:
    """The accounts among these that hold no office at these organisers any more by which they may settle."""
    accounts = {officer.account_id for officer in officers}
    standing = standing_offices(on=on).filter(
        account__in=accounts, organiser__in=organisers, duties__contains=[Duty.RECORD.value]
    )
    return frozenset(accounts - set(standing.values_list("account_id", flat=True)))
