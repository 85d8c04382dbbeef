"""The journal. No foreign keys: an entry outlives whatever it speaks of."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from hefa.audit.names import ActorKind, AlarmKind, Flaw, Verb

if TYPE_CHECKING:
    IntegerField = models.BigIntegerField[int, int]
else:
    IntegerField = models.BigIntegerField


class Xid8Field(IntegerField):
    """PostgreSQL's own 64-bit transaction id: a sealed range of entries is cut along it."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def get_db_prep_value(self, value: Any, connection: object, prepared: bool = False) -> str | None:
        """As text: PostgreSQL compares an xid8 with no integer."""
        return None if value is None else str(value)

    def from_db_value(self, value: Any, expression: object, connection: object) -> int | None:
        return None if value is None else int(value)


class CurrentXid(Func):
    """The id of the transaction that writes."""

    function = "pg_current_xact_id"
    output_field = Xid8Field()


class AuditEntry(models.Model):
    """稽核紀錄: one thing done. `facts` never hold a name or a number of a person.

    `verb` is one of Verb when it is written; the column has no choices, because an entry outlives its word. `era`
    counts the clusters that the journal has lived in: where a dump is restored, transaction ids begin anew
    (actions.begin_era).
    """

    at = models.DateTimeField("時間")
    verb = models.CharField("動作", max_length=30)
    actor_kind = models.CharField("操作者", max_length=10, choices=ActorKind.choices)
    actor_id = models.UUIDField(null=True)
    organiser_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    written_xid = Xid8Field(db_default=CurrentXid(), editable=False)
    era = models.SmallIntegerField(db_default=1, editable=False)

    class Meta:
        db_table = "audit_entry"
        verbose_name = "稽核紀錄"
        indexes = (
            models.Index(fields=("subject_id", "id"), name="audit_of_subject"),
            models.Index(fields=("actor_id", "id"), name="audit_of_actor"),
            models.Index(fields=("era", "written_xid", "id"), name="audit_in_order"),
            models.Index(fields=("at", "id"), name="audit_by_time"),
            models.Index(fields=("organiser_id", "at", "id"), name="audit_of_organiser"),
            models.Index(fields=("verb", "at", "id"), condition=~Q(verb=Verb.AWARDED), name="audit_of_rarer_verb"),
            GinIndex(F("facts__learners"), condition=Q(facts__has_key="learners"), name="audit_of_opened_learners"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"

    @property
    def verb_label(self) -> str:
        """What was done, in words; the stored word itself when this version no longer knows it."""
        return str(Verb(self.verb).label) if self.verb in Verb.values else self.verb


class AuditSeal(models.Model):
    """封存: a signed Merkle root over the entries of a range of transactions, chained to the one before (rules).

    Two sealers at the same moment make one seal: the height and the previous digest stand once each. In the database
    `previous` also refers to the digest of an earlier seal.
    """

    height = models.BigIntegerField(primary_key=True)
    previous = models.BinaryField(max_length=32, null=True)
    root = models.BinaryField(max_length=32)
    era = models.SmallIntegerField()
    from_xid = models.BigIntegerField()
    until_xid = models.BigIntegerField()
    count = models.BigIntegerField("筆數")
    sealed_at = models.DateTimeField("封存時間")
    kid = models.SmallIntegerField()
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        db_table = "audit_seal"
        verbose_name = "稽核封存"
        constraints = (
            models.UniqueConstraint(fields=("previous",), name="audit_seal_is_followed_once"),
            models.UniqueConstraint(fields=("digest",), name="audit_seal_has_a_digest_of_its_own"),
            models.CheckConstraint(
                condition=Q(height=1, previous__isnull=True) | Q(height__gt=1, previous__isnull=False),
                name="audit_seal_follows_another_but_the_first",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=0, from_xid__gte=0, until_xid__gt=F("from_xid")), name="audit_seal_has_a_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.height} {bytes(self.digest).hex()[:16]}"


class AuditWitness(models.Model):
    """The records of a seal's entries: by them a verification names the entry that does not fit, not only the seal."""

    seal = models.OneToOneField(AuditSeal, on_delete=models.PROTECT, primary_key=True, db_column="height")
    records = models.BinaryField()

    class Meta:
        db_table = "audit_witness"
        verbose_name = "稽核封存明細"

    def __str__(self) -> str:
        return str(self.seal_id)


class AuditCheck(models.Model):
    """驗證: what a verification of the whole journal found, and how far it reached."""

    checked_at = models.DateTimeField("驗證時間")
    first_height = models.BigIntegerField()
    last_height = models.BigIntegerField()
    entries = models.BigIntegerField("驗證筆數")
    unsealed = models.BigIntegerField("尚未封存筆數")
    flaw = models.CharField("發現", max_length=10, choices=Flaw.choices, blank=True, default="")
    flaw_height = models.BigIntegerField(null=True)
    flaw_entry = models.BigIntegerField("紀錄編號", null=True)
    flaw_at = models.DateTimeField("紀錄時間", null=True)

    class Meta:
        db_table = "audit_check"
        verbose_name = "稽核驗證"
        indexes = (models.Index(fields=("checked_at", "id"), name="audit_check_by_time"),)

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M:%S} {self.flaw or 'sound'}"


class Alarm(models.Model):
    """系統警示: something that operators are told of at once, a row a day for each kind and place.

    `place` is a line of code, a seal or the public id of an account; it holds no name and no number of a person.
    """

    kind = models.CharField("警示", max_length=10, choices=AlarmKind.choices)
    place = models.CharField("位置", max_length=200)
    day = models.DateField("日期")
    times = models.PositiveIntegerField("次數", default=1)
    last_at = models.DateTimeField("最近發生時間")
    told_at = models.DateTimeField("通知時間", null=True)

    class Meta:
        db_table = "system_alarm"
        verbose_name = "系統警示"
        constraints = (models.UniqueConstraint(fields=("kind", "place", "day"), name="alarm_is_raised_once_a_day"),)
        indexes = (models.Index(fields=("last_at", "id"), name="alarm_by_time"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


APPEND_ONLY = (AuditEntry, AuditSeal, AuditWitness, AuditCheck)
"""Tables whose rows are added and never changed, by privilege and by trigger."""
