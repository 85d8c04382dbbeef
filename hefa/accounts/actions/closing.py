"""Close an account for good: its owner has asked for it."""

from datetime import datetime

from django.db import transaction

from hefa.accounts.actions.disabling import disable_account, reset_second_factor
from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, PasswordReset, ProviderLink, UsedPassword
from hefa.accounts.names import AccountEvent

CLOSED = "當事人請求刪除"
FORGOTTEN = "（已刪除）"


@transaction.atomic
def close_account(*, account: Account, by: Account, at: datetime) -> None:
    """Disable it and remove name, address, password and whatever else would tell whose it was. The row stays: entries
    of the audit and awards name it. Its address is written to once more: the owner is told, whoever asked.
    """
    tell_owner(AccountEvent.CLOSED, account, at)
    disable_account(account=account, reason=CLOSED, by=by, at=at)
    reset_second_factor(account=account, reason=CLOSED, by=by, at=at)
    PasswordReset.objects.filter(account=account).delete()
    ProviderLink.objects.filter(account=account).delete()
    UsedPassword.objects.filter(account=account).delete()
    account.refresh_from_db()
    account.username = f"closed-{account.public_id.hex[:20]}"
    account.name, account.email, account.email_digest = FORGOTTEN, "", None
    account.set_unusable_password()
    account.save(update_fields=("username", "name", "email", "email_digest", "password"))
