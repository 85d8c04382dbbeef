"""Activities 活動, their offerings 期別, and the code lists that they are described with."""

from decimal import Decimal
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact

from hefa.activities.names import CodeList, ScanPolicy
from hefa.base.hours import MAX_HOURS, STEP, Hours
from hefa.organisers.models import Organiser

HAS_HOURS = (
    Q(digital_hours__range=(0, MAX_HOURS), in_person_hours__range=(0, MAX_HOURS))
    & (Q(digital_hours__gt=0) | Q(in_person_hours__gt=0))
    & Q(Exact(Mod(F("digital_hours"), Value(STEP)), Value(Decimal(0))))
    & Q(Exact(Mod(F("in_person_hours"), Value(STEP)), Value(Decimal(0))))
)
"""Whatever holds hours holds them in halves, each from 0 to 99.5, not both 0."""


class CodeListEntry(models.Model):
    """One code of a list with the time in which it may be used; null ends are open."""

    code_list = models.CharField(max_length=6, choices=CodeList.choices)
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        db_table = "code_list_entry"
        constraints = (
            models.UniqueConstraint(fields=("code_list", "code"), name="code_stands_once_in_its_list"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="code_list_entry_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Activity(models.Model):
    """活動: what is held, described as the law and ECPA want it. Codes are those of CodeListEntry."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="activities")
    roc_year = models.IntegerField("活動年度")
    name = models.CharField("活動名稱", max_length=200)
    code = models.CharField("活動代碼", max_length=40)
    method = models.CharField("學習方法", max_length=10)
    field = models.CharField("課程類別代碼", max_length=10)
    summary = models.TextField("內容概要", blank=True, default="")
    county = models.CharField("上課縣市", max_length=10)
    place = models.CharField("地點", max_length=200, blank=True, default="")
    contact = models.CharField("聯絡方式", max_length=200, blank=True, default="")
    scan_policy = models.CharField("條碼規定", max_length=14, choices=ScanPolicy.choices, default=ScanPolicy.STATIC_OK)
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
        )
        indexes = (GinIndex(fields=("name_grams",), name="activity_by_name_grams"),)

    def __str__(self) -> str:
        return self.name


class Offering(models.Model):
    """期別: one holding of an activity, with the hours that it awards."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="offerings")
    number = models.IntegerField("期別")
    starts_at = models.DateTimeField("開始時間")
    ends_at = models.DateTimeField("結束時間")
    capacity = models.IntegerField("招生人數", default=0)
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1)
    hours_version = models.IntegerField(default=1)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "offering"
        verbose_name = "期別"
        constraints = (
            models.UniqueConstraint(fields=("activity", "number"), name="offering_number_is_unique"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="offering_ends_after_it_starts"),
            models.CheckConstraint(condition=HAS_HOURS, name="offering_has_hours"),
            models.CheckConstraint(condition=Q(number__gte=1, capacity__gte=0), name="offering_counts_from_one"),
        )
        indexes = (models.Index(fields=("starts_at",), name="offering_by_start"),)

    def __str__(self) -> str:
        return f"{self.activity_id} 第 {self.number} 期"

    @property
    def hours(self) -> Hours:
        return Hours.of(self.digital_hours, self.in_person_hours)


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
