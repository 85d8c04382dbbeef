"""查核: the samples that auditors draw, and the 佐證資料包 that they take."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.organisers.models import Organiser

MOST_SAMPLED = 200


class AuditSample(models.Model):
    """查核抽樣: `offerings` of a `population`, those with the lowest hash of `seed` and id: it can be drawn again."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="audit_samples")
    drawn_at = models.DateTimeField("抽樣時間")
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField("亂數種子", max_length=16)
    size = models.IntegerField("抽樣件數")
    population = models.IntegerField("母體件數")
    roc_year = models.IntegerField("活動年度", null=True)
    of_organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, null=True, related_name="+")
    offerings = ArrayField(models.UUIDField())

    class Meta:
        db_table = "audit_sample"
        verbose_name = "查核抽樣"
        constraints = (
            models.CheckConstraint(condition=Q(size__range=(1, MOST_SAMPLED)), name="audit_sample_has_a_size"),
            models.CheckConstraint(condition=~Q(seed=""), name="audit_sample_has_its_seed"),
        )

    def __str__(self) -> str:
        return f"{self.seed} {self.size}/{self.population}"


class AuditBundle(models.Model):
    """佐證資料包: a PDF about an offering as an auditor took it; the file itself is not kept."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="audit_bundles")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="audit_bundles")
    purpose = models.CharField("用途", max_length=200)
    rows = models.IntegerField("人員筆數")
    file_name = models.CharField("檔名", max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField("下載時間")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "audit_bundle"
        verbose_name = "佐證資料包"
        constraints = (models.CheckConstraint(condition=~Q(purpose=""), name="audit_bundle_has_a_purpose"),)
        indexes = (models.Index(fields=("offering", "taken_at"), name="audit_bundle_of_offering"),)

    def __str__(self) -> str:
        return f"{self.offering_id} {self.sha256[:8]}"
