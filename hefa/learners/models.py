"""Learners 學員 by a random id; the national ID is an attribute with a history, because it can change."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from hefa.accounts.models import Account
from hefa.base.national_id import NationalIdKind
from hefa.keys.fields import SealedTextField
from hefa.learners.names import LinkProof
from hefa.units.models import Unit


class Learner(models.Model):
    """學員, with name and unit as they were first told. An award keeps the unit of its own time.

    `name_corrected_at` is when an officer last settled on another name: files that went out before hold the old one.
    """

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = SealedTextField("姓名")
    id_last4 = SealedTextField("身分證統一編號末四碼")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="learners")
    made_at = models.DateTimeField()
    name_corrected_at = models.DateTimeField("姓名更正時間", null=True)

    class Meta:
        db_table = "learner"
        verbose_name = "學員"

    def __str__(self) -> str:
        return str(self.public_id)


class NationalIdRecord(models.Model):
    """A national ID that a learner has or had. Only `learners.vault` opens it."""

    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="national_ids")
    number = SealedTextField("身分證統一編號")
    kind = models.CharField(max_length=12, choices=[(kind.name, kind.value) for kind in NationalIdKind])
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "national_id"
        constraints = (
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
    `claims_seen_at` is when the owner last confirmed having read who else told this number.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="learner_link")
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="account_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
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
