"""作廢: a code never earns hours again."""

from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.codes.models import PersonalCode, TypedCode
from hefa.codes.names import VoidReason


@transaction.atomic
def void_code(*, code: PersonalCode, reason: VoidReason, actor: Actor, at: datetime) -> bool:
    """作廢: the code never earns hours again. False when it was voided before."""
    voided = PersonalCode.objects.filter(pk=code.pk, voided_at__isnull=True).update(voided_at=at, void_reason=reason)
    if voided:
        TypedCode.objects.filter(code=code).delete()
        note_code(Verb.CODE_VOIDED, code, actor, at)
    return bool(voided)


def note_code(verb: Verb, code: PersonalCode, actor: Actor, at: datetime) -> None:
    """One line of the audit about a code."""
    record(at=at, actor=actor, verb=verb, subject_kind="code", subject_id=code.public_id)
