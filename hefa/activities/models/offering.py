"""Offerings 期別: the holdings of an activity, with their hours and how these are split for ECPA."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from hefa.accounts.models import Account
from hefa.activities.models.activity import Activity
from hefa.activities.names import OpenEnds
from hefa.activities.rules import scan_window
from hefa.base.hours import MAX_HOURS, STEP, Hours

HAS_HOURS = (
    Q(digital_hours__range=(0, MAX_HOURS), in_person_hours__range=(0, MAX_HOURS))
    & (Q(digital_hours__gt=0) | Q(in_person_hours__gt=0))
    & Q(Exact(Mod(F("digital_hours"), Value(STEP)), Value(Decimal(0))))
    & Q(Exact(Mod(F("in_person_hours"), Value(STEP)), Value(Decimal(0))))
)
"""Whatever holds hours holds them in halves, each from 0 to 99.5, not both 0."""


class Offering(models.Model):
    """期別: one holding of an activity, with the hours that it awards.

    Learners enrol themselves from `enrol_from` until `enrol_until` (報名起訖); without these they cannot. With
    `approval_needed` an officer approves or declines each (准駁).
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="offerings")
    number = models.IntegerField("期別")
    starts_at = models.DateTimeField("開始時間")
    ends_at = models.DateTimeField("結束時間")
    capacity = models.IntegerField("招生人數", default=0)
    enrol_from = models.DateTimeField("報名開始", null=True)
    enrol_until = models.DateTimeField("報名截止", null=True)
    approval_needed = models.BooleanField("報名須經准駁", default=False, db_default=False)
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1)
    hours_version = models.IntegerField(default=1)
    version = models.IntegerField(default=1)
    open_ends = models.CharField(
        "簽到退不完整時", max_length=6, choices=OpenEnds.choices, default=OpenEnds.REVIEW, db_default=OpenEnds.REVIEW
    )
    cancelled_at = models.DateTimeField("取消時間", null=True)
    cancelled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True, default="", db_default="")
    scan_from = models.DateTimeField("掃描提早自", null=True)
    scan_until = models.DateTimeField("掃描延長至", null=True)

    class Meta:
        db_table = "offering"
        verbose_name = "期別"
        constraints = (
            models.UniqueConstraint(fields=("activity", "number"), name="offering_number_is_unique"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="offering_ends_after_it_starts"),
            models.CheckConstraint(condition=HAS_HOURS, name="offering_has_hours"),
            models.CheckConstraint(condition=Q(number__gte=1, capacity__gte=0), name="offering_counts_from_one"),
            models.CheckConstraint(
                condition=Q(enrol_from__isnull=True, enrol_until__isnull=True)
                | Q(enrol_from__isnull=False, enrol_until__gt=F("enrol_from"), enrol_until__lte=F("ends_at")),
                name="enrolment_closes_after_it_opens_and_before_the_end",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason=""),
                name="offering_cancelled_by_someone_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=("starts_at",), name="offering_by_start"),)

    def __str__(self) -> str:
        return f"{self.activity_id} 第 {self.number} 期"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)

    @property
    def scan_window(self) -> tuple[datetime, datetime]:
        """From when until when a scan awards by itself: the usual window, and what an officer added to it."""
        opens, closes = scan_window(self.starts_at, self.ends_at)
        return min(opens, self.scan_from or opens), max(closes, self.scan_until or closes)

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None


class OfferingHours(models.Model):
    """Each version of an offering's hours: a late scan gets those of its own time."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="hours_versions")
    version = models.IntegerField()
    digital_hours = models.DecimalField(max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField(max_digits=3, decimal_places=1)
    in_force_from = models.DateTimeField()

    class Meta:
        db_table = "offering_hours"
        constraints = (
            models.UniqueConstraint(fields=("offering", "version"), name="offering_hours_version_is_unique"),
            models.CheckConstraint(condition=HAS_HOURS, name="offering_version_has_hours"),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} v{self.version}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)
