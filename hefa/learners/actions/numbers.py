"""Numbers that change: the old one stays in the history and still finds its learner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.base.national_id import NationalId
from hefa.learners import vault
from hefa.learners.models import Learner, NationalIdRecord


class NumberIsCurrent(Exception):
    """The learner has this number already."""


class NumberTaken(Exception):
    """The number is another learner's: the two are to be merged."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Numbers that came to a learner by a merge, as row numbers, and the one that they replaced."""

    came: tuple[int, ...]
    replaced: int


@transaction.atomic
def replace_number(*, learner: Learner, national_id: NationalId, at: datetime) -> None:
    """Another number from now on; one that the learner had before becomes current again.

    Raises NumberIsCurrent and NumberTaken.
    """
    held = Learner.objects.select_for_update(of=("self",), no_key=True).get(pk=learner.pk)
    known = vault.record_of(national_id)
    if known is not None and known.learner_id != held.pk:
        raise NumberTaken
    if known is not None and known.replaced_at is None:
        raise NumberIsCurrent
    _put_away(held, at=at)
    if known is not None:
        _take_up(known)
    else:
        vault.write_number(learner=held, national_id=national_id, at=at)
        if vault.find(national_id) != held:
            raise NumberTaken
    held.id_last4 = national_id.last4
    held.save(update_fields=("id_last4",))


def hand_over_numbers(*, kept: Learner, gone: Learner, at: datetime) -> HandedOver:
    """All numbers of `gone` become numbers of `kept`, whose own current one is replaced by that of `gone`."""
    replaced = _put_away(kept, at=at)
    came = list(NationalIdRecord.objects.filter(learner=gone).order_by("pk").values_list("pk", flat=True))
    NationalIdRecord.objects.filter(pk__in=came).update(learner=kept)
    kept.id_last4 = gone.id_last4
    kept.save(update_fields=("id_last4",))
    return HandedOver(tuple(came), replaced)


def take_back_numbers(*, kept: Learner, gone: Learner, handed: HandedOver) -> bool:
    """As it was before `hand_over_numbers`. False when the current number is another meanwhile."""
    current = NationalIdRecord.objects.get(learner=kept, replaced_at__isnull=True)
    if current.pk not in handed.came:
        return False
    NationalIdRecord.objects.filter(pk__in=handed.came).update(learner=gone)
    earlier = NationalIdRecord.objects.get(pk=handed.replaced)
    kept.id_last4 = str(earlier.id_last4)
    kept.save(update_fields=("id_last4",))
    _take_up(earlier)
    return True


def _put_away(learner: Learner, *, at: datetime) -> int:
    """The current number gives way; it keeps its last four. Returns its row number."""
    current = NationalIdRecord.objects.get(learner=learner, replaced_at__isnull=True)
    current.replaced_at, current.id_last4 = at, learner.id_last4
    current.save(update_fields=("replaced_at", "id_last4"))
    return current.pk


def _take_up(earlier: NationalIdRecord) -> None:
    earlier.replaced_at = None
    earlier.id_last4 = None  # type: ignore[assignment]  # read as str, None where it is null
    earlier.save(update_fields=("replaced_at", "id_last4"))
