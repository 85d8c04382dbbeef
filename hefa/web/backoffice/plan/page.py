"""The page of an activity and its 期別: the two forms, and what else belongs to a 期別 that stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hefa.activities.models import Offering, Teaching
from hefa.activities.queries import attachments_of, enrolment_tally, officers_in_charge, topics_fit, topics_of
from hefa.base.roc import format_roc_datetime
from hefa.web.backoffice.charge import NOBODY
from hefa.web.backoffice.plan.activity_form import ActivityForm
from hefa.web.backoffice.plan.offering_form import OfferingForm


def plan_page(
    request: HttpRequest,
    title: str,
    offering: OfferingForm,
    *,
    activity: ActivityForm | None = None,
    held: Offering | None = None,
    copied: Offering | None = None,
) -> HttpResponse:
    """Draw the forms: of `held`, of a new one like `copied`, or of a new one. Without `activity`, of the 期別 alone."""
    context: dict[str, object] = {"title": title, "activity": activity, "offering": offering, "copied": copied}
    if held is not None:
        topics = topics_of(held)
        keeper = officers_in_charge([held.activity]).get(held.activity_id)
        context |= {
            "held": held,
            "officer": keeper.account.name if keeper else NOBODY,
            "told": to_be_told(held),
            "topics": topics,
            "topics_fit": topics_fit(topics, held.hours),
            "attachments": attachments_of(held).count(),
            "teachings": Teaching.objects.filter(offering=held).select_related("lecturer").order_by("pk"),
            "cancelled_on": format_roc_datetime(held.cancelled_at) if held.cancelled_at else "",
        }
    return render(request, "backoffice/plan.html", context)


def to_be_told(offering: Offering) -> int:
    """How many people wait to hear when an offering is put off or cancelled: enrolled, pending or on the list."""
    tally = enrolment_tally(offering)
    return tally.taken + tally.waiting
