"""Units 機關: where people work, with the time in which each stood and what came after it."""

from datetime import date
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q


class Unit(models.Model):
    """服務單位, one row a 機關代碼. `valid_from` and `valid_until` (its last day) are null where nothing is known."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    code = models.CharField("機關代碼", max_length=10)
    name = models.CharField("機關名稱", max_length=200)
    english_name = models.CharField("機關英文名稱", max_length=300, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.CharField("機關層級", max_length=20, blank=True, default="")
    valid_from = models.DateField("機關生效日期", null=True)
    valid_until = models.DateField("機關裁撤日期", null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    name_grams = ArrayField(models.CharField(max_length=2), default=list)

    class Meta:
        db_table = "unit"
        verbose_name = "機關"
        constraints = (
            models.UniqueConstraint(fields=("code",), name="unit_code_is_unique"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="unit_ends_after_it_starts",
            ),
        )
        indexes = (GinIndex(fields=("name_grams",), name="unit_by_name_grams"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def stands_on(self, day: date) -> bool:
        """Whether the unit exists on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class UnitsFile(models.Model):
    """機關代碼檔: uploaded to be compared, applied once after somebody looked at the differences.

    Who did it stands by the account's public id: this room knows no accounts.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField("上傳時間")
    uploaded_by = models.UUIDField()
    applied_at = models.DateTimeField("匯入時間", null=True)
    applied_by = models.UUIDField(null=True)

    class Meta:
        db_table = "units_file"
        verbose_name = "機關代碼檔"
        constraints = (
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="units_file_applied_by_someone",
            ),
        )

    def __str__(self) -> str:
        return self.sha256[:12]
