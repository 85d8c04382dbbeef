"""附件: the papers and photographs that belong to an offering."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models.offering import Offering
from hefa.activities.names import AttachmentKind, FileType
from hefa.activities.rules import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from hefa.base.roc import format_roc_datetime
from hefa.keys.fields import SealedBytesField


class Attachment(models.Model):
    """附件: a file of an offering, sealed. Removed, it stays on record with the reason and is shown no more.

    The name that the file had on the officer's computer is not kept: it may hold a person's. `position` names it among
    the files of its offering. `size` and `sha256` are those of the content as it is delivered.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField("種類", max_length=8, choices=AttachmentKind.choices)
    position = models.SmallIntegerField()
    note = models.CharField("說明", max_length=100, blank=True, default="")
    file_type = models.CharField("檔案格式", max_length=4, choices=FileType.choices)
    content = SealedBytesField()
    size = models.IntegerField("檔案大小")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("上傳時間")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("移除時間", null=True)
    removed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    remove_reason = models.CharField("移除原因", max_length=200, blank=True, default="")

    class Meta:
        db_table = "attachment"
        verbose_name = "附件"
        constraints = (
            models.UniqueConstraint(
                fields=("offering", "position"),
                condition=Q(removed_at__isnull=True),
                name="attachment_has_its_own_position",
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_ATTACHMENTS)), name="offering_has_twenty_attachments_at_most"
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST_ATTACHMENT)), name="attachment_has_ten_megabytes_at_most"
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, remove_reason="")
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(remove_reason=""),
                name="attachment_removed_by_someone_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.offering_id} {self.file_name}"

    @property
    def file_name(self) -> str:
        """簽到表-1.pdf: what it is called when it is delivered."""
        return f"{AttachmentKind(self.kind).label}-{self.position}.{self.file_type}"

    @property
    def added_on(self) -> str:
        return format_roc_datetime(self.added_at)

    @property
    def removed_on(self) -> str:
        return format_roc_datetime(self.removed_at) if self.removed_at else ""

    @property
    def content_type(self) -> str:
        return FileType(self.file_type).content_type
