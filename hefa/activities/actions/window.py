"""延長掃描時間: an officer lets the scanners of an offering award by themselves before or after its usual window."""

from datetime import datetime, time, timedelta

from django.db import transaction

from hefa.activities.actions.notes import note
from hefa.activities.models import Offering
from hefa.activities.names import WindowReason
from hefa.audit.names import Actor, Verb
from hefa.base.roc import TAIPEI


@transaction.atomic
def extend_scan_window(*, offering: Offering, reason: WindowReason, actor: Actor, at: datetime) -> bool:
    """From now on, or until the end of this day in Taipei. False when the window is open as it is.

    What was scanned before that, outside the window, goes on waiting for an officer (R9).
    """
    locked = Offering.objects.select_for_update(of=("self",)).select_related("activity__organiser").get(pk=offering.pk)
    opens, closes = locked.scan_window
    if opens <= at <= closes:
        return False
    if at < opens:
        locked.scan_from = at
    else:
        tomorrow = at.astimezone(TAIPEI).date() + timedelta(days=1)
        locked.scan_until = datetime.combine(tomorrow, time(), tzinfo=TAIPEI)
    locked.save(update_fields=("scan_from", "scan_until"))
    opens, closes = locked.scan_window
    note(Verb.WINDOW_EXTENDED, locked, actor, at, reason=reason.value, opens=str(opens), closes=str(closes))
    return True
