"""Learners 學員 by a random id; the national ID is an attribute with a history, because it can change."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.base.national_id import NationalIdKind
from hefa.keys.fields import SealedTextField
from hefa.learners.names import LinkProof
from hefa.units.models import Unit


class Learner(models.Model):
    """學員, with name and unit as they were first told. An award keeps the unit of its own time.

    `name_corrected_at` is when an officer last settled on another name: files that went out before hold the old one.
    Of two learners who turned out to be one person, one goes on in the other (`merged_into`, 合併): whatever is told of
    it from then on is written to the other, which the trigger `learner_follows_its_merge` sees to.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = SealedTextField("姓名")
    id_last4 = SealedTextField("身分證統一編號末四碼")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="learners")
    made_at = models.DateTimeField()
    name_corrected_at = models.DateTimeField("姓名更正時間", null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")

    class Meta:
        db_table = "learner"
        verbose_name = "學員"
        constraints = (
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="learner_is_merged_into_another"
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class NationalIdRecord(models.Model):
    """A national ID that a learner has or had. Only `learners.vault` opens it.

    `id_last4` is written when it is replaced, so that its owner can be told which number gave way to which.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="national_ids")
    number = SealedTextField("身分證統一編號")
    kind = models.CharField(max_length=12, choices=[(kind.name, kind.value) for kind in NationalIdKind])
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    id_last4 = SealedTextField("末四碼", null=True)  # type: ignore[misc]  # read as str, None where it is null

    class Meta:
        db_table = "national_id"
        constraints = (
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, id_last4__isnull=True)
                | Q(replaced_at__isnull=False, id_last4__isnull=False),
                name="national_id_replaced_tells_its_last_four",
            ),
            models.UniqueConstraint(
                fields=("learner",), condition=Q(replaced_at__isnull=True), name="learner_has_one_current_national_id"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class NationalIdDigest(models.Model):
    """What a number is looked up by, under each live key: one number is one learner."""

    kid = models.SmallIntegerField()
    digest = models.BinaryField(max_length=16)
    record = models.ForeignKey(NationalIdRecord, on_delete=models.PROTECT, related_name="digests")

    class Meta:
        db_table = "national_id_digest"
        constraints = (
            models.UniqueConstraint(fields=("kid", "digest"), name="national_id_is_one_learner"),
            models.UniqueConstraint(fields=("record", "kid"), name="national_id_has_one_digest_per_key"),
        )

    def __str__(self) -> str:
        return f"key {self.kid}"


class AccountLink(models.Model):
    """Whose account this says to be, and the 服務單位 it named. Unproven until a proof: knowing a number is none.

    `owner_letter_due_at` stands on every new link, until the timetable has looked for an owner to tell (T2b).
    `id_last4` is of the number that the account told; an unproven one is not told that it was replaced by another.
    `claims_seen_at` is when the owner last confirmed having read who else told this number.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="learner_link")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="account_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    id_last4 = SealedTextField("末四碼", null=True)  # type: ignore[misc]  # read as str, None where it is null
    linked_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=7, choices=LinkProof.choices, blank=True, default="")
    owner_letter_due_at = models.DateTimeField(null=True)
    claims_seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_link"
        indexes = (
            models.Index(
                fields=("owner_letter_due_at",),
                condition=Q(owner_letter_due_at__isnull=False),
                name="account_link_letter_due",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(proven_at__isnull=True, proof="") | Q(proven_at__isnull=False) & ~Q(proof=""),
                name="account_link_is_proven_somehow",
            ),
            models.UniqueConstraint(
                fields=("learner",), condition=Q(proven_at__isnull=False), name="learner_has_one_proven_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} → {self.learner_id}"


class LearnerMerge(models.Model):
    """合併: `gone` turned out to be `kept`, whose number had changed. 取消合併 puts back what `moved` names.

    `moved` holds row numbers by table and the dates of what was settled on them, never a name or a number of a person.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    kept = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField("合併時間")
    merged_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("合併原因", max_length=200)
    moved = models.JSONField()
    undone_at = models.DateTimeField("取消時間", null=True)
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    undo_reason = models.CharField("取消原因", max_length=200, blank=True, default="")

    class Meta:
        db_table = "learner_merge"
        verbose_name = "合併學員"
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at__isnull=True), name="learner_is_merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="learner_merge_is_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="learner_merge_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason=""),
                name="learner_merge_undone_by_someone_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)
