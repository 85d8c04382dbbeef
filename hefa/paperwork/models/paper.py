"""What is remembered of the files that left the house: which rows, who, why, and the hash; never the file itself."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.organisers.models import Organiser
from hefa.paperwork.names import PortalState, Purpose


class Paper(models.Model):
    """匯出: a file as it was delivered. `sha256` is that of the delivered bytes, of the ZIP when there were parts."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="papers")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="papers")
    profile = models.CharField("格式", max_length=40)
    profile_version = models.IntegerField()
    dialect = models.CharField("值的寫法", max_length=20, blank=True, db_default="", default="")
    purpose = models.CharField("用途", max_length=10, choices=Purpose.choices)
    purpose_note = models.CharField("用途說明", max_length=200, blank=True, default="")
    file_name = models.CharField("檔名", max_length=200)
    parts = models.IntegerField("檔案數")
    rows = models.IntegerField("筆數")
    left_out = models.IntegerField("未列入筆數")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField("匯出時間")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "paper"
        verbose_name = "匯出紀錄"
        constraints = (
            models.CheckConstraint(
                condition=Q(rows__gte=1, parts__gte=1, left_out__gte=0), name="paper_holds_something"
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.OTHER) | ~Q(purpose_note=""), name="paper_for_another_purpose_says_which"
            ),
        )
        indexes = (
            models.Index(fields=("offering", "made_at"), name="paper_of_offering"),
            models.Index(fields=("organiser", "made_at"), name="paper_of_organiser"),
        )

    def __str__(self) -> str:
        return f"{self.profile} {self.public_id}"

    @property
    def why(self) -> str:
        """What it was taken out for, in words."""
        return (
            self.purpose_note
            if self.purpose == Purpose.OTHER
            else f"{self.get_purpose_display()} {self.purpose_note}".strip()
        )


class PaperPart(models.Model):
    """One file of a paper: a long list is cut. `state` is 上傳狀態 as the officer marked it last."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="paper_parts")
    number = models.IntegerField("第幾個檔案")
    file_name = models.CharField("檔名", max_length=200)
    rows = models.IntegerField("列數")
    state = models.CharField("上傳狀態", max_length=8, choices=PortalState.choices, default=PortalState.NOT_UPLOADED)
    state_at = models.DateTimeField("標示時間", null=True)
    state_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "paper_part"
        verbose_name = "匯出檔案"
        constraints = (
            models.UniqueConstraint(fields=("paper", "number"), name="paper_part_is_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1, rows__gte=1), name="paper_part_holds_something"),
            models.CheckConstraint(
                condition=Q(state_at__isnull=True, state_by__isnull=True, state=PortalState.NOT_UPLOADED)
                | Q(state_at__isnull=False, state_by__isnull=False),
                name="paper_part_marked_by_someone",
            ),
        )
        indexes = (
            models.Index(fields=("paper",), condition=~Q(state=PortalState.ACCEPTED), name="paper_part_still_open"),
        )

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.number} {self.state}"


class PaperRow(models.Model):
    """One award in a file, with what was written: a later change can be told to whoever got the file.

    `line` is its first line in its part, below the header, and `lines` how many it has there (more than one where the
    activity is split). `handled_version` is the award's version whose change an officer has dealt with at the portal.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="paper_rows")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="paper_rows")
    award_version = models.IntegerField()
    part = models.IntegerField(db_default=1, default=1)
    line = models.IntegerField(null=True)
    lines = models.IntegerField(db_default=1, default=1)
    digital_hours = models.DecimalField("數位", max_digits=3, decimal_places=1, null=True)
    in_person_hours = models.DecimalField("實體", max_digits=3, decimal_places=1, null=True)
    portal_state = models.CharField(
        "上傳狀態",
        max_length=8,
        choices=PortalState.choices,
        db_default=PortalState.NOT_UPLOADED,
        default=PortalState.NOT_UPLOADED,
    )
    portal_reason = models.CharField("退回原因", max_length=200, blank=True, db_default="", default="")
    handled_version = models.IntegerField(null=True)
    handled_at = models.DateTimeField("處理時間", null=True)
    handled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "paper_row"
        verbose_name = "匯出明細"
        constraints = (
            models.UniqueConstraint(fields=("award", "paper"), name="award_stands_once_in_a_paper"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, handled_version__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False, handled_version__isnull=False),
                name="paper_row_handled_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(portal_reason="") | Q(portal_state=PortalState.REJECTED),
                name="paper_row_rejected_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=("paper", "part", "line"), name="paper_row_in_its_file"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.award_id}"
