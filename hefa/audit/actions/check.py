"""Put on record what a verification found."""

from datetime import datetime

from hefa.audit.models import AuditCheck
from hefa.audit.queries.verify import Checked


def note_check(checked: Checked, *, at: datetime) -> AuditCheck:
    """For the pages, and for whoever asks when it was last verified."""
    broken = checked.broken
    return AuditCheck.objects.create(
        checked_at=at,
        first_height=checked.first_height,
        last_height=checked.last_height,
        entries=checked.entries,
        unsealed=checked.unsealed,
        flaw=broken.flaw if broken else "",
        flaw_height=broken.height if broken else None,
        flaw_entry=broken.entry_id if broken else None,
        flaw_at=broken.at if broken else None,
    )
