"""Why awards were changed: every reason is kept, the award itself shows the latest."""

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.awards.models.awards import Award
from hefa.awards.names import CorrectionKind


class AwardCorrection(models.Model):
    """更正: why an award became what it is in `version`. It is added in the change's own transaction, never changed."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="corrections")
    version = models.IntegerField()
    kind = models.CharField("方式", max_length=9, choices=CorrectionKind.choices)
    corrected_at = models.DateTimeField("更正時間")
    corrected_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("更正原因", max_length=200)

    class Meta:
        db_table = "award_correction"
        verbose_name = "更正紀錄"
        constraints = (
            models.UniqueConstraint(fields=("award", "version"), name="award_becomes_a_version_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="award_correction_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.award_id} {self.version}"
