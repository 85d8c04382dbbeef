"""Where an activity is held, on each of its days."""

from collections.abc import Sequence

from hefa.activities.models import Activity, CodeListEntry, Offering
from hefa.activities.names import CodeList
from hefa.activities.rules import OUTDOOR_METHOD, site_problem, stands_on
from hefa.base.roc import TAIPEI


class SiteRefused(ValueError):
    """The activity may not be held there; the message is the sentence to show."""


def check_site(activity: Activity, offerings: Sequence[Offering] | None = None) -> None:
    """Each of these offerings, or all that are to be held, has its site on all its days. Raises SiteRefused."""
    if not activity.site and activity.method != OUTDOOR_METHOD:
        return
    sites = list(CodeListEntry.objects.filter(code_list=CodeList.SITE))
    chosen = next((site for site in sites if site.code == activity.site), None)
    if offerings is None:
        offerings = list(Offering.objects.filter(activity=activity, cancelled_at__isnull=True))
    for held in offerings:
        first, last = held.starts_at.astimezone(TAIPEI).date(), held.ends_at.astimezone(TAIPEI).date()
        standing = [site for site in sites if stands_on(site.valid_from, site.valid_until, first=first, last=last)]
        problem = site_problem(
            method=activity.method,
            site=activity.site,
            place=activity.place,
            stated=activity.site_stated,
            label=chosen.label if chosen else None,
            stands=chosen in standing,
            listed=bool(standing),
        )
        if problem is not None:
            raise SiteRefused(problem)
