"""Correct, disable and enable organisers."""

from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.notes import note_organiser
from hefa.organisers.models import Organiser
from hefa.units.models import Unit


@transaction.atomic
def change_organiser(*, organiser: Organiser, name: str, unit: Unit | None, actor: Actor, at: datetime) -> bool:
    """Correct an organiser's name and unit. False when it stood so before."""
    changed = Organiser.objects.filter(pk=organiser.pk).exclude(name=name, unit=unit)
    if not changed.update(name=name, unit=unit):
        return False
    note_organiser(Verb.ORGANISER_CHANGED, organiser, actor, at, unit=unit.code if unit else None)
    return True


@transaction.atomic
def disable_organiser(*, organiser: Organiser, reason: str, by: Account, at: datetime) -> bool:
    """停用: its officers and its scanners stop at once, its history stays. False when it was disabled before."""
    changed = Organiser.objects.filter(pk=organiser.pk, disabled_at__isnull=True)
    if not changed.update(disabled_at=at, disabled_by=by, disable_reason=reason):
        return False
    note_organiser(Verb.ORGANISER_DISABLED, organiser, Actor.account(by.public_id), at)
    return True


@transaction.atomic
def enable_organiser(*, organiser: Organiser, actor: Actor, at: datetime) -> bool:
    """恢復: its officers come in again. False when it was not disabled."""
    changed = Organiser.objects.filter(pk=organiser.pk, disabled_at__isnull=False)
    if not changed.update(disabled_at=None, disabled_by=None, disable_reason=""):
        return False
    note_organiser(Verb.ORGANISER_ENABLED, organiser, actor, at)
    return True
