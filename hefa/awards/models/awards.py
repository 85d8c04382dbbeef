"""Awards: the hours of learners. Nothing here is ever deleted."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.activities.models import HAS_HOURS, Offering
from hefa.awards.names import Assurance, AwardSource, AwardState, Flag, RevokeKind
from hefa.base.hours import Hours
from hefa.codes.models import PersonalCode
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.stations.models import Station
from hefa.units.models import Unit


class Award(models.Model):
    """核發: hours of one learner for one offering. `unit` is the learner's unit when the hours were earned.

    `entered_name` is what an officer or a file wrote where it differs from the learner's name; a scan's stands on its
    code. `entered_by` is whoever entered a row by hand or file; `moved_from` the award that this one follows (移轉);
    `late_reason` why it was entered after the year's deadline (逾期補登).
    `needs_second_officer` marks hand rows that hold only once another than `entered_by` has reviewed them.
    `number_changed_at` is when its learner last got another number: files that went out before hold the old one.
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
    needs_second_officer = models.BooleanField("須另一位承辦人覆核", default=False, db_default=False)
    reviewed_at = models.DateTimeField("覆核時間", null=True)
    reviewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_to")
    version = models.IntegerField(default=1)
    corrected_at = models.DateTimeField("更正時間", null=True)
    corrected_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    correction_reason = models.CharField("更正原因", max_length=200, blank=True, default="", db_default="")
    revoked_at = models.DateTimeField("刪除時間", null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    revoke_kind = models.CharField("刪除方式", max_length=6, choices=RevokeKind.choices, blank=True, default="")
    revoke_reason = models.CharField("刪除原因", max_length=200, blank=True, default="")
    number_changed_at = models.DateTimeField("證號變更時間", null=True)

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
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="award_reviewed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(needs_second_officer=False)
                | Q(state__in=(AwardState.WAITING, AwardState.FAILED))
                | Q(reviewed_by__isnull=False, entered_by__isnull=False) & ~Q(reviewed_by=F("entered_by")),
                name="award_of_many_by_hand_was_reviewed_by_another",
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

    @property
    def origin(self) -> str:
        """Where it came from and how sure it is, in words: 掃描（個人帳號條碼）."""
        source, sure = str(AwardSource(self.source).label), str(Assurance(self.assurance).label)
        return source if source == sure else f"{source}（{sure}）"

    def stands_as(self, version: int) -> bool:
        """Whether the award stands and nobody has changed it since this version was on screen."""
        return self.revoked_at is None and self.version == version

    def awaits_another_than(self, account_id: int) -> bool:
        """Whether the award needs an officer other than this account, which entered it, to pass."""
        return self.needs_second_officer and self.reviewed_by_id is None and self.entered_by_id == account_id

    @property
    def typed_name(self) -> str | None:
        """The name as it was typed with the number: by the learner on the code, by an officer or a file on the row."""
        return self.entered_name or (self.code.name if self.code else None)

    @property
    def name_waits(self) -> bool:
        """Whether the typed name differs from the one on record and nobody has settled it."""
        return self.state == AwardState.NAME_DIFFERS or (
            self.state == AwardState.WAITING and Flag.NAME_DIFFERS in self.flags
        )
