"""What is remembered of the files that left the house: which rows, who, why, and the hash; never the file itself."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.organisers.models import Organiser
from hefa.paperwork.names import Purpose


class Paper(models.Model):
    """匯出: a file as it was delivered. `sha256` is that of the delivered bytes, of the ZIP when there were parts."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="papers")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="papers")
    profile = models.CharField("格式", max_length=40)
    profile_version = models.IntegerField()
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
        indexes = (models.Index(fields=("offering", "made_at"), name="paper_of_offering"),)

    def __str__(self) -> str:
        return f"{self.profile} {self.public_id}"


class PaperRow(models.Model):
    """One award in a file, with the version that was written: a later change can be told to whoever got the file."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="paper_rows")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="paper_rows")
    award_version = models.IntegerField()

    class Meta:
        db_table = "paper_row"
        verbose_name = "匯出明細"
        constraints = (models.UniqueConstraint(fields=("award", "paper"), name="award_stands_once_in_a_paper"),)

    def __str__(self) -> str:
        return f"{self.paper_id} {self.award_id}"
