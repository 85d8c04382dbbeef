"""Uploads 上傳時數: a file on its way into the ledger, and its rows while they are on the way."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hefa.activities.models import Offering
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Officer, Organiser
from hefa.paperwork.names import RowState, UploadKind, UploadPurpose, UploadState
from hefa.units.models import Unit

ACCOUNTED = F("faulty") + F("entered") + F("already") + F("refused")
CONFIRMED = (UploadState.DUE, UploadState.ENTERING, UploadState.FINISHED, UploadState.STOPPED)


class Upload(models.Model):
    """上傳時數: a file that an officer sent in. Its bytes are not kept, its rows for a while, its counts for good.

    `faulty` rows were refused as they were read, `refused` ones as they were entered; `name_differs` counts those of
    the entered that wait as 待覆核（姓名不符）. `reviewed` False: rows are entered 待覆核 for a second officer.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="uploads")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="uploads")
    kind = models.CharField("檔案種類", max_length=12, choices=UploadKind.choices)
    file_name = models.CharField("檔名", max_length=100)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField("編碼", max_length=20)
    notices = ArrayField(models.CharField(max_length=500), default=list)
    state = models.CharField("狀態", max_length=9, choices=UploadState.choices)
    rows = models.IntegerField("筆數", default=0)
    noticed = models.IntegerField("提醒", default=0)
    faulty = models.IntegerField("有錯誤", default=0)
    entered = models.IntegerField("已登錄", default=0)
    name_differs = models.IntegerField("姓名不符", default=0)
    already = models.IntegerField("已登錄時數", default=0)
    refused = models.IntegerField("未登錄", default=0)
    uploaded_at = models.DateTimeField("上傳時間")
    uploaded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("確認時間", null=True)
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField("用途", max_length=10, choices=UploadPurpose.choices, blank=True, default="")
    purpose_note = models.CharField("用途說明", max_length=200, blank=True, default="")
    reviewed = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    started_at = models.DateTimeField("開始時間", null=True)
    finished_at = models.DateTimeField("完成時間", null=True)
    discarded_at = models.DateTimeField("放棄時間", null=True)
    discarded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    purged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "upload"
        verbose_name = "上傳時數"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=UploadKind.ENV_BATCH, offering__isnull=True)
                | ~Q(kind=UploadKind.ENV_BATCH) & Q(offering__isnull=False),
                name="upload_is_for_an_offering_or_its_rows_name_theirs",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True, purpose="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(purpose=""),
                name="upload_confirmed_by_someone_for_a_purpose",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=UploadPurpose.OTHER) | ~Q(purpose_note=""),
                name="upload_for_another_purpose_says_which",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False, state=UploadState.DISCARDED),
                name="upload_discarded_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CONFIRMED) | Q(confirmed_at__isnull=False, due_at__isnull=False),
                name="upload_is_entered_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(rows__gte=ACCOUNTED, noticed__lte=F("rows"), name_differs__lte=F("entered")),
                name="upload_counts_no_row_twice",
            ),
            models.CheckConstraint(
                condition=~Q(state=UploadState.FINISHED) | Q(rows=ACCOUNTED, finished_at__isnull=False),
                name="upload_finished_accounts_for_every_row",
            ),
        )
        indexes = (
            models.Index(fields=("organiser", "uploaded_at"), name="upload_of_organiser"),
            models.Index(
                fields=("due_at",), condition=Q(state__in=(UploadState.DUE, UploadState.ENTERING)), name="upload_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def ready(self) -> int:
        """Rows that are entered, or would be."""
        return self.rows - self.faulty

    @property
    def done(self) -> int:
        """Rows of which it is known what became of them."""
        return self.faulty + self.entered + self.already + self.refused

    @property
    def running(self) -> bool:
        """Whether the job has it in hand, or will."""
        return self.state in (UploadState.DUE, UploadState.ENTERING)


class StagedRow(models.Model):
    """A row of an upload while it is on the way. `told` are its cells as they were sent; null hours: the offering's."""

    public_id = models.UUIDField(default=uuid4, editable=False)
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="staged_rows")
    line = models.IntegerField("列號")
    told = SealedTextField("原資料")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="+")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1, null=True)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1, null=True)
    state = models.CharField("狀態", max_length=12, choices=RowState.choices)
    reason = models.CharField("原因", max_length=500, blank=True, default="")
    notice = models.CharField("提醒", max_length=500, blank=True, default="")

    class Meta:
        db_table = "staged_row"
        verbose_name = "上傳中的資料"
        constraints = (
            models.UniqueConstraint(fields=("upload", "line"), name="staged_row_stands_once"),
            models.CheckConstraint(
                condition=Q(state__in=(RowState.FAULTY, RowState.REFUSED)) & ~Q(reason="")
                | ~Q(state__in=(RowState.FAULTY, RowState.REFUSED)) & Q(reason=""),
                name="staged_row_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=RowState.FAULTY) | Q(offering__isnull=False),
                name="staged_row_entered_knows_its_offering",
            ),
        )
        indexes = (
            models.Index(
                fields=("upload", "offering", "line"), condition=Q(state=RowState.READY), name="staged_row_ready"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload_id} {self.line} {self.state}"
