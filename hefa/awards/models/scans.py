"""Scans, and those of them that wait for an officer. A scan never changes."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.awards.models.awards import Award
from hefa.awards.names import (
    ClockQuality,
    Flag,
    Refusal,
    ReviewReason,
    ScanKind,
    ScanSource,
    Settlement,
    Verdict,
)
from hefa.codes.models import PersonalCode
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.stations.models import Station
from hefa.units.models import Unit


class Scan(models.Model):
    """掃描: a fact told by a phone, with the verdict it was given. It never changes.

    `spot_check`: the helper was asked for the last four of the card (抽查末四碼); what came of it is a SpotCheck.
    """

    scan_id = models.UUIDField(unique=True, editable=False)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="scans")
    boot = models.UUIDField()
    seq = models.IntegerField()
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="scans")
    kind = models.CharField(max_length=5, choices=ScanKind.choices)
    source = models.CharField(max_length=7, choices=ScanSource.choices)
    code = models.ForeignKey(PersonalCode, on_delete=models.PROTECT, null=True, related_name="scans")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, null=True, related_name="scans")
    foreign_digest = models.BinaryField(max_length=32, null=True)
    slot = models.IntegerField(null=True)
    undoes = models.UUIDField(null=True)
    reason_given = models.CharField(max_length=200, blank=True, default="")
    effective_at = models.DateTimeField("掃描時間")
    clock_quality = models.CharField(max_length=4, choices=ClockQuality.choices)
    device_at = models.DateTimeField("手機時間")
    received_at = models.DateTimeField("收件時間")
    said_at_gate = models.CharField(max_length=40)
    hours_version = models.IntegerField()
    payload_digest = models.BinaryField(max_length=32)
    verdict = models.CharField("判定", max_length=8, choices=Verdict.choices)
    refusal = models.CharField("原因", max_length=20, choices=Refusal.choices, blank=True, default="")
    reasons = ArrayField(models.CharField(max_length=20, choices=ReviewReason.choices), default=list)
    flags = ArrayField(models.CharField(max_length=16, choices=Flag.choices), default=list)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="scans")
    spot_check = models.BooleanField("抽查末四碼", default=False, db_default=False)

    class Meta:
        db_table = "scan"
        verbose_name = "掃描"
        constraints = (
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.REFUSED) & ~Q(refusal="")) | (~Q(verdict=Verdict.REFUSED) & Q(refusal="")),
                name="scan_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=(Verdict.REFUSED, Verdict.REVIEW, Verdict.NOTED)) | Q(award__isnull=False),
                name="scan_awarded_has_its_award",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.NOTED) | Q(kind__in=(ScanKind.IN, ScanKind.OUT), learner__isnull=False),
                name="scan_noted_is_a_passage_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(spot_check=False) | Q(verdict=Verdict.AWARDED, clock_quality=ClockQuality.NOW),
                name="scan_spot_checked_was_awarded_at_once",
            ),
        )
        indexes = (
            models.Index(fields=("station", "boot", "seq"), name="scan_of_station"),
            models.Index(
                fields=("offering", "learner"),
                condition=Q(kind__in=(ScanKind.IN, ScanKind.OUT)),
                name="scan_of_passages",
            ),
            models.Index(fields=("code", "slot"), name="scan_of_code_slot"),
            models.Index(fields=("offering", "station"), condition=Q(spot_check=True), name="scan_of_spot_checks"),
            models.Index(
                fields=("station", "received_at"),
                condition=Q(refusal__in=(Refusal.UNKNOWN_CODE, Refusal.WRONG_TYPED_CODE)),
                name="scan_of_bad_codes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scan_id} {self.verdict}"


class Review(models.Model):
    """覆核: a scan that waits for an officer. It is no award; its settlement may make one.

    `told_name` and `told_unit` are what a helper typed of somebody without a code (現場登錄). Of a scan that nothing
    could be made of (系統無法判讀) the learner is known once the officer has had it read again.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="review")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="reviews")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, null=True, related_name="reviews")
    told_name = SealedTextField("登錄姓名", null=True)  # type: ignore[misc]  # read as str, None where it is null
    told_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("提出時間")
    settled_at = models.DateTimeField("確認時間", null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    settlement = models.CharField("確認結果", max_length=9, choices=Settlement.choices, blank=True, default="")
    settlement_reason = models.CharField("確認原因", max_length=200, blank=True, default="")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="reviews")

    class Meta:
        db_table = "review"
        verbose_name = "待確認掃描"
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, settlement="", settlement_reason="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settlement="") & ~Q(settlement_reason=""),
                name="review_settled_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(settlement=Settlement.AWARDED) | Q(award__isnull=False),
                name="review_awarded_has_its_award",
            ),
            models.CheckConstraint(
                condition=~Q(settlement=Settlement.AWARDED) | Q(learner__isnull=False),
                name="review_awarded_has_its_learner",
            ),
        )
        indexes = (
            models.Index(fields=("offering",), condition=Q(settled_at__isnull=True), name="review_open_of_offering"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.settlement or 'open'}"
