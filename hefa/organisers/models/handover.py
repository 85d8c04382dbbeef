"""職務移交: who took over from whom. One row; whoever asks who is in charge follows the rows."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.organisers.models.people import Officer
from hefa.organisers.names import Charge


class Handover(models.Model):
    """職務移交: all `charges` that `from_officer` has had until this moment are `to_officer`'s from now on."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    from_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="handed_over")
    to_officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="taken_over")
    charges = ArrayField(models.CharField(max_length=10, choices=Charge.choices), verbose_name="移交項目")
    handed_at = models.DateTimeField("移交時間")
    handed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("移交原因", max_length=200)

    class Meta:
        db_table = "handover"
        verbose_name = "職務移交"
        constraints = (
            models.UniqueConstraint(fields=("from_officer", "handed_at"), name="handover_is_told_once"),
            models.CheckConstraint(condition=~Q(from_officer=F("to_officer")), name="handover_goes_to_somebody_else"),
            models.CheckConstraint(condition=Q(charges__len__gt=0), name="handover_hands_something_over"),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.from_officer_id} → {self.to_officer_id}"

    @property
    def charge_labels(self) -> list[str]:
        """What went over, in words."""
        return [str(charge.label) for charge in Charge if charge.value in self.charges]
