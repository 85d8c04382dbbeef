"""Hours of classes and units that are told by name and head count."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import HAS_HOURS, Offering
from hefa.awards.names import AwardState
from hefa.base.hours import Hours
from hefa.units.models import Unit

GROUP_STATES = [(one.value, one.label) for one in (AwardState.REVIEWED, AwardState.FAILED)]
MOST_HEADS = 5000


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
    corrected_at = models.DateTimeField("更正時間", null=True)
    corrected_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    correction_reason = models.CharField("更正原因", max_length=200, blank=True, default="", db_default="")
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
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True, corrected_by__isnull=True, correction_reason="")
                | Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~Q(correction_reason=""),
                name="group_award_corrected_by_someone_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.head_count}"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)
