"""Which offices an account holds, whose things it may see through them, and who runs the site."""

from datetime import date

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from hefa.accounts.models import Account
from hefa.organisers.models import Officer, Operator, Organiser
from hefa.organisers.names import Duty

LINEAGE = """
WITH RECURSIVE lineage(id) AS (
    SELECT held.id FROM ({held}) held(id)
    UNION
    SELECT organiser.id FROM organiser JOIN lineage ON organiser.successor_id = lineage.id
)
SELECT id FROM lineage
"""
"""These organisers and all that were ever merged into them."""

HEIRS = """
WITH RECURSIVE heir(id, successor_id) AS (
    SELECT id, successor_id FROM organiser WHERE id = %s
    UNION
    SELECT organiser.id, organiser.successor_id FROM organiser JOIN heir ON organiser.id = heir.successor_id
)
SELECT id FROM heir
"""
"""An organiser and whatever it was merged into."""


def standing_offices(*, on: date) -> QuerySet[Officer]:
    """The offices that are held on this day at organisers that are not disabled."""
    return Officer.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=on),
        from_date__lte=on,
        ended_at__isnull=True,
        organiser__disabled_at__isnull=True,
    )


def identities_of(account: Account, *, on: date) -> QuerySet[Officer]:
    """Every office that an account may act for on this day; at an organiser its own before those that it deputises."""
    held = standing_offices(on=on).filter(account=account)
    return held.select_related("organiser__unit", "account", "deputises__account").order_by(
        "organiser__name", F("deputises").asc(nulls_first=True), "pk"
    )


def officers_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Officer]:
    """The offices that an account holds on this day, with `duty` when one is named.

    An account that acts for one of them (`acting_for`) holds that one alone.
    """
    held = identities_of(account, on=on)
    if account.acting_for is not None:
        held = held.filter(public_id=account.acting_for)
    if duty is not None:
        held = held.filter(duties__contains=[duty.value])
    return held


def organisers_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[Organiser]:
    """The organisers whose things this account may see: those of its offices, and those merged into them."""
    held, values = officers_of(account, on=on, duty=duty).order_by().values("organiser_id").query.sql_with_params()
    return Organiser.objects.filter(
        pk__in=RawSQL(LINEAGE.format(held=held), values, output_field=IntegerField())  # noqa: S611 - our own SQL
    )


def offices_over(account: Account, organiser: Organiser, *, on: date, duty: Duty | None = None) -> QuerySet[Officer]:
    """The offices by which this account may see an organiser's things: at it, or at what it was merged into."""
    heirs = RawSQL(HEIRS, (organiser.pk,), output_field=IntegerField())  # noqa: S611 - our own SQL
    return officers_of(account, on=on, duty=duty).filter(organiser__in=heirs)


def operator_of(account: Account, *, on: date) -> Operator | None:
    """This account as an operator of the site on this day; None when it is none."""
    standing = Q(until_date__isnull=True) | Q(until_date__gte=on)
    return Operator.objects.filter(standing, account=account, from_date__lte=on).select_related("account").first()
