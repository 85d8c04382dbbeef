"""子題: how an offering is split for ECPA."""

from collections.abc import Sequence

from hefa.activities.models import Offering, Topic
from hefa.base.hours import Hours


def topics_of(offering: Offering) -> Sequence[Topic]:
    """The topics in their order; none when the offering is not split."""
    return list(Topic.objects.filter(offering=offering).order_by("position"))


def topics_fit(topics: Sequence[Topic], hours: Hours) -> bool:
    """Whether the topics are together these hours; an offering that is not split fits whatever its hours are."""
    digital, in_person = sum(one.digital_hours for one in topics), sum(one.in_person_hours for one in topics)
    return not topics or (digital, in_person) == (hours.digital, hours.in_person)
