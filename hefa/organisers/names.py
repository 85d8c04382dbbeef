"""The words of the organisers."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What an officer may do for the organiser."""

    SCAN = "scan", "掃描核發"
    RECORD = "record", "登錄時數"
    EXPORT = "export", "匯出名單"
    MANAGE = "manage", "維護活動"
    READ = "read", "檢視"
    AUDIT = "audit", "查核"


OWN_DUTIES = (Duty.SCAN, Duty.RECORD, Duty.EXPORT, Duty.MANAGE, Duty.READ)
"""All that an officer may be given at the organiser itself; 查核 looks at others, under the same 主管機關."""
