"""Personal codes 個人條碼 and the browsers that hold them."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.codes.names import VoidReason
from hefa.keys.fields import SealedTextField
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.units.models import Unit


class CodeHolder(models.Model):
    """One browser that made codes without an account (本機條碼). Only the hash of its secret is stored."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    secret_digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "code_holder"

    def __str__(self) -> str:
        return str(self.public_id)


class PersonalCode(models.Model):
    """個人條碼: a random id that stands for a learner, with name and unit as they were typed when it was made.

    It belongs to an account, to a browser, or to the organiser that made it for a printed card. `by_merge`: it came to
    its learner by a merge (合併), so it may stand beside another one of the same browser or organiser. `id_last4` is of
    the number that was typed, perhaps one that was replaced: whoever typed it learns nothing of the other. Cards have
    none. `taken_by`: the account of the same person that shows what this code of a browser earns.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    code_id = models.BinaryField(max_length=10, unique=True)
    kid = models.SmallIntegerField()
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="codes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    name = SealedTextField("姓名")
    name_differs = models.BooleanField("姓名不符", default=False)
    id_last4 = SealedTextField("末四碼", null=True)  # type: ignore[misc]  # read as str, None where it is null
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="codes")
    holder = models.ForeignKey(CodeHolder, on_delete=models.PROTECT, null=True, related_name="codes")
    taken_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="taken_codes")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, null=True, related_name="card_codes")
    made_at = models.DateTimeField("建立時間")
    expires_on = models.DateField("最後有效日")
    notice_version = models.CharField("告知版本", max_length=10, blank=True, default="", db_default="")
    voided_at = models.DateTimeField("作廢時間", null=True)
    void_reason = models.CharField("作廢原因", max_length=5, choices=VoidReason.choices, blank=True, default="")
    by_merge = models.BooleanField("因合併歸入", default=False, db_default=False)

    class Meta:
        db_table = "personal_code"
        verbose_name = "個人條碼"
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False, holder__isnull=True, organiser__isnull=True)
                | Q(account__isnull=True, holder__isnull=False, organiser__isnull=True)
                | Q(account__isnull=True, holder__isnull=True, organiser__isnull=False),
                name="code_belongs_to_account_browser_or_organiser",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(holder__isnull=False),
                name="code_of_a_browser_is_taken_by_an_account",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="code_voided_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=("account",), condition=Q(voided_at__isnull=True), name="account_has_one_code"
            ),
            models.UniqueConstraint(
                fields=("holder", "learner"),
                condition=Q(voided_at__isnull=True, by_merge=False),
                name="browser_has_one_code_a_learner",
            ),
            models.UniqueConstraint(
                fields=("organiser", "learner", "expires_on"),
                condition=Q(voided_at__isnull=True, by_merge=False),
                name="organiser_has_one_card_code_a_learner_and_day",
            ),
        )
        indexes = (models.Index(fields=("voided_at",), condition=Q(voided_at__isnull=False), name="code_by_voiding"),)

    def __str__(self) -> str:
        return str(self.public_id)

    def is_usable(self, *, on: date) -> bool:
        """Whether the code still earns hours on this day."""
        return self.voided_at is None and on <= self.expires_on


class TypedCode(models.Model):
    """Eight digits that stand for a code for five minutes, for one use. Only their keyed digest is stored."""

    code = models.ForeignKey(PersonalCode, on_delete=models.CASCADE, related_name="typed_codes")
    digest = models.BinaryField(max_length=16, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "typed_code"
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="typed_code_expires_after_it_is_made"
            ),
        )

    def __str__(self) -> str:
        return f"typed code of {self.code_id}"
