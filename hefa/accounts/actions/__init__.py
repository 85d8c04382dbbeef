"""What changes about accounts: one function a verb."""

from hefa.accounts.actions.login import LoggedIn, LoginRefused, login
from hefa.accounts.actions.passwords import ResetLetter, ask_reset, change_password, is_reset_open, reset_password
from hefa.accounts.actions.purge import purge_expired
from hefa.accounts.actions.register import UsernameTaken, change_profile, register, reindex_emails

__all__ = [
    "LoggedIn",
    "LoginRefused",
    "ResetLetter",
    "UsernameTaken",
    "ask_reset",
    "change_password",
    "change_profile",
    "is_reset_open",
    "login",
    "purge_expired",
    "register",
    "reindex_emails",
    "reset_password",
]
