"""Eight digits in the place of a code, for five minutes and one use."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.audit.names import VISITOR, Verb
from hefa.codes.actions.void import note_code
from hefa.codes.models import PersonalCode, TypedCode
from hefa.codes.rules import TYPED_DIGITS, TYPED_LIFE
from hefa.keys.digests import keyed_digest, keyed_digests

DIGIT_TRIES = 20


@transaction.atomic
def make_typed(*, code: PersonalCode, at: datetime) -> str:
    """Eight digits for a code, good for five minutes and one use; earlier ones of this code end."""
    TypedCode.objects.filter(code=code).delete()
    TypedCode.objects.filter(expires_at__lte=at).delete()
    for _ in range(DIGIT_TRIES):
        digits = f"{secrets.randbelow(10**TYPED_DIGITS):0{TYPED_DIGITS}d}"
        try:
            with transaction.atomic():
                TypedCode.objects.create(code=code, digest=_digest(digits), made_at=at, expires_at=at + TYPED_LIFE)
        except IntegrityError:
            continue
        note_code(Verb.TYPED_CODE_MADE, code, VISITOR, at)
        return digits
    raise IntegrityError("no free digits were found")


@transaction.atomic
def take_typed(*, digits: str, at: datetime) -> PersonalCode | None:
    """The code behind eight digits, which are used up by it. None for wrong, old or used ones."""
    digests = keyed_digests("typed", "typed", "".join(digits.split())).values()
    row = TypedCode.objects.filter(digest__in=digests, expires_at__gt=at).select_related("code").first()
    if row is None or not TypedCode.objects.filter(pk=row.pk).delete()[0]:
        return None
    return row.code


def count_typed_over(*, at: datetime) -> int:
    """How many digits have run out."""
    return TypedCode.objects.filter(expires_at__lte=at).count()


def purge_typed(*, at: datetime) -> int:
    """Remove digits that have run out; returns how many."""
    return TypedCode.objects.filter(expires_at__lte=at).delete()[0]


def _digest(digits: str) -> bytes:
    return keyed_digest("typed", "typed", "".join(digits.split()))
