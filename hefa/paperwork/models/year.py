"""年度人員名冊: whom a unit has to report for a year, and what was settled about each."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.activities.names import FileType
from hefa.keys.fields import SealedBytesField, SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.paperwork.names.year import Matching, RosterFormat, YearPurpose
from hefa.units.models import Unit

MOST_HEADS = 5000


class YearRoster(models.Model):
    """年度人員名冊 of a unit for a 年度, kept by an organiser whose unit it is or stands above it."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="year_rosters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="year_rosters")
    roc_year = models.IntegerField("年度")
    opened_at = models.DateTimeField("建立時間")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "year_roster"
        verbose_name = "年度人員名冊"
        constraints = (
            models.UniqueConstraint(fields=("organiser", "unit", "roc_year"), name="year_roster_once_a_unit_and_year"),
            models.CheckConstraint(condition=Q(roc_year__range=(80, 300)), name="year_roster_is_of_a_roc_year"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.roc_year}"


class YearMember(models.Model):
    """One person of a roster, by name and last four. `left` is the first day on which the person was gone.

    `matching` and `learner` are what an officer settled; without it, name and last four tell who it is when asked.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    roster = models.ForeignKey(YearRoster, on_delete=models.PROTECT, related_name="members")
    name = SealedTextField("姓名")
    id_last4 = SealedTextField("身分證字號末四碼")
    joined = models.DateField("到職日", null=True)
    left = models.DateField("離職日", null=True)
    added_at = models.DateTimeField("列入時間")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    exempt_at = models.DateTimeField("豁免時間", null=True)
    exempt_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    exempt_reason = SealedTextField("豁免原因", null=True)  # type: ignore[misc]  # read as str, None where it is null
    matching = models.CharField("對應", max_length=6, choices=Matching.choices, default=Matching.OPEN)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("確認時間", null=True)
    settled_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "year_member"
        verbose_name = "年度名冊人員"
        constraints = (
            models.UniqueConstraint(
                fields=("roster", "learner"), condition=Q(learner__isnull=False), name="year_member_is_one_learner"
            ),
            models.CheckConstraint(
                condition=Q(joined__isnull=True) | Q(left__isnull=True) | Q(left__gte=F("joined")),
                name="year_member_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(exempt_at__isnull=True, exempt_by__isnull=True, exempt_reason__isnull=True)
                | Q(exempt_at__isnull=False, exempt_by__isnull=False, exempt_reason__isnull=False),
                name="year_member_exempted_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, matching=Matching.OPEN)
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(matching=Matching.OPEN),
                name="year_member_settled_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(matching=Matching.CHOSEN, learner__isnull=False)
                | ~Q(matching=Matching.CHOSEN) & Q(learner__isnull=True),
                name="year_member_chosen_is_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class YearProof(models.Model):
    """豁免證明: the paper that an exemption rests on, sealed; kept three years, whatever becomes of it."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    member = models.ForeignKey(YearMember, on_delete=models.PROTECT, related_name="proofs")
    file_type = models.CharField("檔案格式", max_length=4, choices=FileType.choices)
    content = SealedBytesField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("上傳時間")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "year_proof"
        verbose_name = "豁免證明"
        constraints = (models.UniqueConstraint(fields=("member", "sha256"), name="year_proof_stands_once"),)

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def file_name(self) -> str:
        """What it is called when it is delivered."""
        return f"豁免證明.{self.file_type}"

    @property
    def content_type(self) -> str:
        return FileType(self.file_type).content_type


class YearClass(models.Model):
    """班級 of students: reported as a class total, name and head count alone (環境教育法 §19)."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    roster = models.ForeignKey(YearRoster, on_delete=models.PROTECT, related_name="classes")
    name = models.CharField("班級", max_length=100)
    head_count = models.IntegerField("人數")
    added_at = models.DateTimeField("列入時間")
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "year_class"
        verbose_name = "年度名冊班級"
        constraints = (
            models.UniqueConstraint(fields=("roster", "name"), name="year_class_stands_once"),
            models.CheckConstraint(condition=Q(head_count__range=(1, MOST_HEADS)), name="year_class_counts_heads"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.head_count}"


class YearImport(models.Model):
    """A roster's file between preview and confirmation. `content` is what was read of it, sealed, until then."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    roster = models.ForeignKey(YearRoster, on_delete=models.PROTECT, related_name="imports")
    content = SealedTextField(null=True)  # type: ignore[misc]  # read as str, None where it is null
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "year_import"
        verbose_name = "年度名冊匯入"
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, content__isnull=False)
                | Q(settled_at__isnull=False, content__isnull=True),
                name="year_import_is_kept_until_settled",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class YearPaper(models.Model):
    """A roster's progress that left the house as a file: who, why and the hash of its bytes, never the file."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    roster = models.ForeignKey(YearRoster, on_delete=models.PROTECT, related_name="papers")
    file_format = models.CharField("格式", max_length=4, choices=RosterFormat.choices)
    purpose = models.CharField("用途", max_length=10, choices=YearPurpose.choices)
    purpose_note = models.CharField("用途說明", max_length=200, blank=True, default="")
    rows = models.IntegerField("筆數")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField("匯出時間")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "year_paper"
        verbose_name = "年度名冊匯出紀錄"
        constraints = (
            models.CheckConstraint(condition=Q(rows__gte=1), name="year_paper_holds_something"),
            models.CheckConstraint(
                condition=~Q(purpose=YearPurpose.OTHER) | ~Q(purpose_note=""),
                name="year_paper_for_another_purpose_says_which",
            ),
        )
        indexes = (models.Index(fields=("roster", "made_at"), name="year_paper_of_roster"),)

    def __str__(self) -> str:
        return f"{self.file_format} {self.public_id}"

    @property
    def why(self) -> str:
        """What it was taken out for, in words."""
        return (
            self.purpose_note
            if self.purpose == YearPurpose.OTHER
            else f"{self.get_purpose_display()} {self.purpose_note}".strip()
        )
