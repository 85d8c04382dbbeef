"""Activities 活動: what is held."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hefa.activities.names import Openness, ScanPolicy
from hefa.organisers.models import Officer, Organiser


class Activity(models.Model):
    """活動: what is held, described as the law and ECPA want it. Codes are those of CodeListEntry.

    戶外學習 is held at a certified 環境教育設施場所: `site` names it; as long as the list holds none for the days, the
    officer states that `place` is one (`site_stated`).
    `officer` is the 承辦人 who planned it; who is in charge after a 職務移交 is read through `officers_in_charge`.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="activities")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="activities")
    officer_since = models.DateTimeField("承辦起始", null=True)
    roc_year = models.IntegerField("活動年度")
    name = models.CharField("活動名稱", max_length=200)
    code = models.CharField("活動代碼", max_length=40)
    method = models.CharField("學習方法", max_length=20)
    field = models.CharField("課程類別代碼", max_length=20)
    summary = models.TextField("內容概要", blank=True, default="")
    county = models.CharField("上課縣市", max_length=20)
    place = models.CharField("地點", max_length=200, blank=True, default="")
    site = models.CharField("環境教育設施場所", max_length=20, blank=True, default="", db_default="")
    site_stated = models.BooleanField("聲明地點經認證", default=False, db_default=False)
    contact = models.CharField("聯絡方式", max_length=200, blank=True, default="")
    scan_policy = models.CharField("條碼規定", max_length=14, choices=ScanPolicy.choices, default=ScanPolicy.STATIC_OK)
    spot_check = models.BooleanField("抽查末四碼", default=True, db_default=True)
    openness = models.CharField(
        "開放對象", max_length=8, choices=Openness.choices, default=Openness.INTERNAL, db_default=Openness.INTERNAL
    )
    name_grams = ArrayField(models.CharField(max_length=2), default=list)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "activity"
        verbose_name = "活動"
        constraints = (
            models.UniqueConstraint(fields=("organiser", "roc_year", "code"), name="activity_code_is_unique_in_a_year"),
            models.CheckConstraint(
                condition=Q(roc_year__gte=80, roc_year__lte=300), name="activity_year_is_a_roc_year"
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True, officer_since__isnull=True)
                | Q(officer__isnull=False, officer_since__isnull=False),
                name="activity_has_its_officer_since_a_time",
            ),
        )
        indexes = (GinIndex(fields=("name_grams",), name="activity_by_name_grams"),)

    def __str__(self) -> str:
        return self.name
