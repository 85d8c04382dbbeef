"""「不是我」: what learners say of awards that they did not earn."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.awards.models.awards import Award
from hefa.awards.names import ObjectionOutcome


class AwardObjection(models.Model):
    """不是我: the learner of an award says that it is another's. The award stands until an officer settles it.

    It is said once of an award; before it is settled the learner may take it back and say it again.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="objections")
    raised_at = models.DateTimeField("提出時間")
    reason = models.CharField("學員說明", max_length=200, blank=True, default="")
    withdrawn_at = models.DateTimeField("撤回時間", null=True)
    settled_at = models.DateTimeField("處理時間", null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField("處理結果", max_length=7, choices=ObjectionOutcome.choices, blank=True, default="")
    answer = models.CharField("答覆", max_length=200, blank=True, default="")

    class Meta:
        db_table = "award_objection"
        verbose_name = "時數異議"
        constraints = (
            models.UniqueConstraint(
                fields=("award",), condition=Q(withdrawn_at__isnull=True), name="award_is_objected_to_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, outcome="", answer="")
                | Q(settled_at__isnull=False, settled_by__isnull=False, withdrawn_at__isnull=True)
                & ~Q(outcome="")
                & ~Q(answer=""),
                name="objection_settled_by_someone_with_an_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.public_id} {self.outcome or 'open'}"
