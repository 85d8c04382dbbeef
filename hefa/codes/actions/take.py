"""併入帳號: an account shows what the codes of this browser earn, beside those of its own."""

from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.names import Actor, Verb
from hefa.codes.actions.void import note_code
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.codes.queries import codes_to_take


@transaction.atomic
def take_codes(*, account: Account, holder: CodeHolder | None, at: datetime) -> int:
    """Let the account show what this browser's codes of the same person earn, past and to come; returns how many codes.

    It proves nothing: whoever knew somebody's number can have made them, and sees here what that browser shows anyway.
    A code that another account has taken stays with it.
    """
    free = codes_to_take(account=account, holder=holder)
    codes = list(free.select_for_update(of=("self",), no_key=True).order_by("pk"))
    PersonalCode.objects.filter(pk__in=[code.pk for code in codes]).update(taken_by=account)
    for code in codes:
        note_code(Verb.CODE_TAKEN, code, Actor.account(account.public_id), at)
    return len(codes)
