"""What helpers found on the cards that they were asked to look at."""

from django.db import models

from hefa.awards.models.scans import Scan


class SpotCheck(models.Model):
    """抽查末四碼, answered: whether the last four that a helper read off the card are those of whoever was scanned.

    One answer a scan, for good, and only to what was asked (the trigger `spot_check_is_answered_once`). The digits that
    were typed are stored nowhere. Who answered is the station of the scan; what was asked and has no row here was
    passed over.
    """

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="spot_check_answer")
    matched = models.BooleanField("相符")
    answered_at = models.DateTimeField("回答時間")

    class Meta:
        db_table = "spot_check"
        verbose_name = "抽查末四碼"

    def __str__(self) -> str:
        return f"{self.scan_id} {self.matched}"
