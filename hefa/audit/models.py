"""The journal. No foreign keys: an entry outlives whatever it speaks of."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Func

from hefa.audit.names import ActorKind, Verb

if TYPE_CHECKING:
    IntegerField = models.BigIntegerField[int, int]
else:
    IntegerField = models.BigIntegerField


class Xid8Field(IntegerField):
    """PostgreSQL's own 64-bit transaction id: a sealed range of entries is cut along it."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class CurrentXid(Func):
    """The id of the transaction that writes."""

    function = "pg_current_xact_id"
    output_field = Xid8Field()


class AuditEntry(models.Model):
    """稽核紀錄: one thing done. `facts` never hold a name or a number of a person.

    `verb` is one of Verb when it is written; the column has no choices, because an entry outlives its word.
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

    class Meta:
        db_table = "audit_entry"
        verbose_name = "稽核紀錄"
        indexes = (
            models.Index(fields=("subject_id", "id"), name="audit_of_subject"),
            models.Index(fields=("actor_id", "id"), name="audit_of_actor"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb}"

    @property
    def verb_label(self) -> str:
        """What was done, in words; the stored word itself when this version no longer knows it."""
        return str(Verb(self.verb).label) if self.verb in Verb.values else self.verb
