"""已查看: an officer says what a hint was."""

from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.models import HintMark
from hefa.awards.names import HintKind
from hefa.organisers.models import Officer


@transaction.atomic
def mark_hint(*, kind: HintKind, subject: str, note: str, officer: Officer, at: datetime) -> bool:
    """Mark a hint of the officer's organiser. False when somebody has marked it before. Raises ReasonMissing."""
    if not note.strip():
        raise ReasonMissing
    _, made = HintMark.objects.get_or_create(
        organiser=officer.organiser,
        kind=kind,
        subject=subject,
        defaults={"note": note.strip(), "marked_at": at, "marked_by": officer.account},
    )
    if made:
        record(
            at=at,
            actor=Actor.account(officer.account.public_id),
            verb=Verb.HINT_MARKED,
            subject_kind="hint",
            subject_id=None,
            organiser_id=officer.organiser.public_id,
            facts={"kind": kind.value, "subject": subject},
        )
    return made
