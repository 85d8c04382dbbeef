"""承辦人: who is in charge of activities now, after every 職務移交."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Activity, Offering
from hefa.organisers.models import Officer
from hefa.organisers.names import Charge
from hefa.organisers.queries import Held, in_charge, officers_of


def officers_in_charge(activities: Iterable[Activity]) -> Mapping[int, Officer]:
    """Who is in charge of each activity now, by its row number. Activities of old that name nobody are left out.

    Two statements, whatever their number.
    """
    held = {one.pk: charge for one in activities if (charge := charge_of(one))}
    return dict(zip(held, in_charge(list(held.values()), Charge.ACTIVITIES), strict=True))


def charge_of(activity: Activity, *, until: datetime | None = None) -> Held | None:
    """Who planned it, from whom `in_charge` goes on (with `until`, as it was then). None for activities of old."""
    if activity.officer_id is None or activity.officer_since is None:
        return None
    return Held(activity.officer_id, activity.officer_since, until)


def accounts_acted_for(account: Account, *, on: date) -> frozenset[int]:
    """Whose charges are this account's on this day: its own, and those of whom it deputises."""
    return frozenset((office.deputises or office).account_id for office in officers_of(account, on=on))


def in_the_charge_of(offerings: QuerySet[Offering], account: Account, *, on: date) -> QuerySet[Offering]:
    """只看我承辦的: those of whose activities this account is in charge on this day. Four statements for any number."""
    activities = Activity.objects.filter(pk__in=offerings.order_by().values("activity")).order_by("pk")
    own = accounts_acted_for(account, on=on)
    keepers = officers_in_charge(activities.only("officer_id", "officer_since"))
    return offerings.filter(activity__in=[pk for pk, keeper in keepers.items() if keeper.account_id in own])
