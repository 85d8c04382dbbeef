"""What is stored of a scan and what follows from it. Nothing here is ever deleted."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import HAS_HOURS, Offering
from hefa.awards.names import (
    Assurance,
    AwardSource,
    AwardState,
    ClockQuality,
    Flag,
    Refusal,
    ReviewReason,
    RevokeKind,
    ScanKind,
    ScanSource,
    Settlement,
    Verdict,
)
from hefa.base.hours import Hours
from hefa.codes.models import PersonalCode
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.stations.models import Station
from hefa.units.models import Unit

GROUP_STATES = [(one.value, one.label) for one in (AwardState.REVIEWED, AwardState.FAILED)]
MOST_HEADS = 5000


class Award(models.Model):
    """核發: hours of one learner for one offering. `unit` is the learner's unit when the hours were earned.

    `entered_name` is what an officer or a file wrote where it differs from the learner's name; a scan's stands on its
    code. `entered_by` is whoever entered a row by hand or file; `moved_from` the award that this one follows (移轉);
    `late_reason` why it was entered after the year's deadline (逾期補登).
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="awards")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="awards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    code = models.ForeignKey(PersonalCode, on_delete=models.PROTECT, null=True, related_name="awards")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, related_name="awards")
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1)
    state = models.CharField("狀態", max_length=12, choices=AwardState.choices)
    state_changed_at = models.DateTimeField("狀態時間")
    source = models.CharField("來源", max_length=6, choices=AwardSource.choices)
    assurance = models.CharField("確認程度", max_length=8, choices=Assurance.choices)
    flags = ArrayField(models.CharField(max_length=16, choices=Flag.choices), default=list)
    awarded_at = models.DateTimeField("核發時間")
    first_scanned_at = models.DateTimeField("掃描時間")
    entered_name = SealedTextField("登錄姓名", null=True)  # type: ignore[misc]  # read as str, None where it is null
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    late_reason = models.CharField("逾期補登原因", max_length=200, blank=True, default="", db_default="")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    version = models.IntegerField(default=1)
    corrected_at = models.DateTimeField("更正時間", null=True)
    corrected_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    correction_reason = models.CharField("更正原因", max_length=200, blank=True, default="", db_default="")
    revoked_at = models.DateTimeField("刪除時間", null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    revoke_kind = models.CharField("刪除方式", max_length=6, choices=RevokeKind.choices, blank=True, default="")
    revoke_reason = models.CharField("刪除原因", max_length=200, blank=True, default="")

    class Meta:
        db_table = "award"
        verbose_name = "核發時數"
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "learner"), condition=Q(revoked_at__isnull=True), name="award_once_per_offering"
            ),
            models.CheckConstraint(condition=HAS_HOURS, name="award_has_hours"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_kind="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_kind=""),
                name="award_revoked_by_someone_somehow",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True, corrected_by__isnull=True, correction_reason="")
                | Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~Q(correction_reason=""),
                name="award_corrected_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(source=AwardSource.SCAN) | Q(entered_by__isnull=False) | Q(station__isnull=False),
                name="award_not_scanned_was_entered_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(flags__contains=[Flag.LATE_ENTRY])
                | Q(entered_by__isnull=True)
                | Q(moved_from__isnull=False)
                | ~Q(late_reason="")
                | ~Q(correction_reason=""),
                name="award_entered_late_for_a_reason",
            ),
        )
        indexes = (
            models.Index(fields=("learner", "offering"), name="award_of_learner"),
            models.Index(fields=("code",), name="award_of_code"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.get_state_display()}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)


class GroupAward(models.Model):
    """班級/單位: hours of a class or unit that is told by its name and head count alone (環境教育法 §19: students)."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="group_awards")
    name = models.CharField("班級/單位", max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    head_count = models.IntegerField("人數")
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1)
    state = models.CharField("狀態", max_length=12, choices=GROUP_STATES)
    entered_at = models.DateTimeField("登錄時間")
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)
    revoked_at = models.DateTimeField("刪除時間", null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField("刪除原因", max_length=200, blank=True, default="")

    class Meta:
        db_table = "group_award"
        verbose_name = "班級/單位時數"
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "name"), condition=Q(revoked_at__isnull=True), name="group_award_once_per_offering"
            ),
            models.CheckConstraint(condition=HAS_HOURS, name="group_award_has_hours"),
            models.CheckConstraint(
                condition=Q(head_count__range=(1, MOST_HEADS)), name="group_award_counts_at_least_one"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="group_award_revoked_by_someone_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.head_count}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)


class Scan(models.Model):
    """掃描: a fact told by a phone, with the verdict it was given. It never changes."""

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

    class Meta:
        db_table = "scan"
        verbose_name = "掃描"
        constraints = (
            models.CheckConstraint(
                condition=(Q(verdict=Verdict.REFUSED) & ~Q(refusal="")) | (~Q(verdict=Verdict.REFUSED) & Q(refusal="")),
                name="scan_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=(Verdict.REFUSED, Verdict.REVIEW)) | Q(award__isnull=False),
                name="scan_awarded_has_its_award",
            ),
        )
        indexes = (
            models.Index(fields=("station", "boot", "seq"), name="scan_of_station"),
            models.Index(fields=("code", "slot"), name="scan_of_code_slot"),
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

    `told_name` and `told_unit` are what a helper typed of somebody without a code (現場登錄).
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="review")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="reviews")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="reviews")
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
        )
        indexes = (
            models.Index(fields=("offering",), condition=Q(settled_at__isnull=True), name="review_open_of_offering"),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.settlement or 'open'}"
