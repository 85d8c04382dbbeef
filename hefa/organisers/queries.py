"""Which offices an account holds, and who runs the site."""

from datetime import date

from django.db.models import Q, QuerySet

from hefa.accounts.models import Account
from hefa.organisers.models import Officer, Operator
from hefa.organisers.names import Duty


def officers_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Officer]:
    """The offices that an account holds on this day, with `duty` when one is named."""
    held = Officer.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=on), account=account, from_date__lte=on
    ).select_related("organiser__unit", "account")
    if duty is not None:
        held = held.filter(duties__contains=[duty.value])
    return held.order_by("organiser__name", "pk")


def operator_of(account: Account, *, on: date) -> Operator | None:
    """This account as an operator of the site on this day; None when it is none."""
    standing = Q(until_date__isnull=True) | Q(until_date__gte=on)
    return Operator.objects.filter(standing, account=account, from_date__lte=on).select_related("account").first()
