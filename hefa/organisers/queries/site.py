"""The site as its operators set it."""

from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from hefa.organisers.models import Announcement, SiteNames
from hefa.organisers.names import Column

COLUMN_ORDER = Case(
    *(When(column=column.value, then=Value(n)) for n, column in enumerate(Column)), output_field=IntegerField()
)


def site_names() -> SiteNames:
    """The names that the operators gave the site; all empty when they gave none."""
    return SiteNames.objects.filter(pk=1).first() or SiteNames(version=0)


def announcements() -> QuerySet[Announcement]:
    """Every announcement that was not withdrawn, in the order in which the home page shows them."""
    return Announcement.objects.filter(withdrawn_at__isnull=True).order_by(COLUMN_ORDER, "place", "-shown_from", "-pk")


def announcements_on(day: date) -> QuerySet[Announcement]:
    """The announcements of the home page on a day."""
    return announcements().filter(Q(shown_until__isnull=True) | Q(shown_until__gte=day), shown_from__lte=day)
