"""How far retention has removed entries, as the journal itself tells."""

from datetime import datetime, timedelta

from hefa.audit.models import AuditEntry, AuditSeal
from hefa.audit.names import Verb

KEPT_FOR = timedelta(days=3 * 366)
"""Three years, leap days and all. Entries younger than this were never removed by right, whatever is told."""


def forgotten_until(*, at: datetime) -> int:
    """The height of the last seal whose entries were removed by right; 0 when none was.

    A line that tells of a seal that was too young when the line was written tells nothing: it was made up.
    """
    told = AuditEntry.objects.filter(verb=Verb.AUDIT_FORGOTTEN, at__lte=at).order_by("-at", "-id")
    for entry in told:
        height = int(entry.facts["until_height"])
        seal = AuditSeal.objects.filter(height=height).first()
        if seal is not None and seal.sealed_at <= entry.at - KEPT_FOR:
            return height
    return 0
