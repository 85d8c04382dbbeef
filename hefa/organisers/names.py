"""The words of the organisers."""

from django.db.models import TextChoices


class Duty(TextChoices):
    """What an officer may do for the organiser."""

    SCAN = "scan", "掃描核發"
    RECORD = "record", "登錄時數"
    EXPORT = "export", "匯出名單"
    MANAGE = "manage", "維護活動"
    READ = "read", "檢視"
