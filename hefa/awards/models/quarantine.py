"""Scans that broke whatever tried to work them."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.keys.fields import SealedTextField
from hefa.stations.models import Station

MOST_FAILURES = 5
"""A scan that has failed so often is put into quarantine, and its phone may forget it."""


class QuarantinedScan(models.Model):
    """隔離的掃描: how often a scan has failed unexpectedly and, from the fifth time on, all that it told, sealed.

    `cause` names the kind of failure and the line of code, never what was in the scan. In quarantine it has its row in
    `scan` too, with the same scan_id and the verdict REVIEW.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    scan_id = models.UUIDField(unique=True, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    payload_digest = models.BinaryField(max_length=32)
    failures = models.IntegerField("失敗次數")
    cause = models.CharField("原因", max_length=200)
    failed_at = models.DateTimeField("最近失敗時間")
    payload = SealedTextField("掃描內容", null=True)  # type: ignore[misc]  # read as str, None where it is null
    forgotten_at = models.DateTimeField("清除時間", null=True)

    class Meta:
        db_table = "scan_quarantine"
        verbose_name = "隔離的掃描"
        constraints = (
            models.CheckConstraint(
                condition=Q(failures__range=(1, MOST_FAILURES - 1), payload__isnull=True, forgotten_at__isnull=True)
                | Q(failures=MOST_FAILURES, payload__isnull=False, forgotten_at__isnull=True)
                | Q(failures=MOST_FAILURES, payload__isnull=True, forgotten_at__isnull=False),
                name="scan_quarantine_holds_what_failed_five_times_until_forgotten",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scan_id} {self.failures}"
