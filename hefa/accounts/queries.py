"""Accounts as others ask for them."""

from uuid import UUID

from hefa.accounts.models import Account
from hefa.accounts.rules import fold_username


def account_by_username(username: str) -> Account | None:
    """The account with this 帳號, however it is written."""
    return Account.objects.filter(username=fold_username(username)).first()


def account_by_id(public_id: UUID) -> Account | None:
    """The account with this public id."""
    return Account.objects.filter(public_id=public_id).first()
