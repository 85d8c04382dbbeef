"""簽到退不完整時: what becomes of a coming without a leaving, and the other way round."""

from datetime import datetime

from django.db import transaction

from hefa.activities.actions.notes import note
from hefa.activities.models import Offering
from hefa.activities.names import OpenEnds
from hefa.audit.names import Actor, Verb


@transaction.atomic
def set_open_ends(*, offering: Offering, rule: OpenEnds, actor: Actor, at: datetime) -> bool:
    """Set the rule of an offering, for scans from now on. False when it is that already."""
    if not Offering.objects.filter(pk=offering.pk).exclude(open_ends=rule).update(open_ends=rule):
        return False
    note(Verb.OFFERING_CHANGED, offering, actor, at, fields="open_ends")
    return True
