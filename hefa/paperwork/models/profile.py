"""What operators add to the profiles of the house: copies of them, changed."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account


class ExportProfile(models.Model):
    """匯出格式: one version of a profile that an operator made. Rows are added, never changed.

    The latest version of a `code` is in force. For a code of the house itself (`papers`) only `active` counts: what it
    writes stays with the code.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    code = models.CharField("格式代碼", max_length=40)
    version = models.IntegerField("版本")
    data = models.JSONField()
    based_on = models.CharField("複製自", max_length=60)
    active = models.BooleanField("啟用")
    note = models.CharField("說明", max_length=200)
    edited_at = models.DateTimeField("修改時間")
    edited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "export_profile"
        verbose_name = "匯出格式"
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="export_profile_version_is_unique"),
            models.CheckConstraint(
                condition=Q(version__gte=1) & ~Q(note=""), name="export_profile_changed_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
