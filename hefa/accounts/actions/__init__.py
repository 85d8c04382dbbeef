"""What changes about accounts: one function a verb."""

from hefa.accounts.actions.browsers import remember_browser
from hefa.accounts.actions.closing import close_account
from hefa.accounts.actions.disabling import (
    UnusedLetter,
    disable_account,
    disable_unused,
    enable_account,
    note_unused_told,
    reset_second_factor,
    unused_letters,
)
from hefa.accounts.actions.doors import count_at_door
from hefa.accounts.actions.factors import (
    WrongCode,
    add_app,
    code_typed,
    make_recovery_codes,
    new_seed,
    remove_app,
    remove_passkey,
)
from hefa.accounts.actions.lockout import LoginRefused
from hefa.accounts.actions.login import (
    LoggedIn,
    Proof,
    SecondFactorWanted,
    let_in,
    login,
    pass_second_factor,
    prove_again,
    prove_password,
)
from hefa.accounts.actions.passkeys import (
    PasskeyRefused,
    Question,
    RelyingSite,
    ask_new_passkey,
    ask_passkey,
    keep_passkey,
    passkey_shown,
)
from hefa.accounts.actions.passwords import (
    PasswordOvertaken,
    PasswordUsedBefore,
    ResetLetter,
    ask_reset,
    change_password,
    grant_resets,
    is_reset_open,
    reset_password,
    wish_reset,
)
from hefa.accounts.actions.provider import (
    LinkedElsewhere,
    account_of_subject,
    link_provider,
    reindex_subjects,
    unlink_provider,
)
from hefa.accounts.actions.purge import count_expired, purge_expired
from hefa.accounts.actions.register import UsernameTaken, change_profile, register, reindex_emails
from hefa.accounts.actions.sessions import end_own_sessions, end_sessions, renew_sessions
from hefa.accounts.actions.telling import close_account_letters, due_account_letters

__all__ = [
    "close_account",
    "close_account_letters",
    "LinkedElsewhere",
    "LoggedIn",
    "LoginRefused",
    "PasskeyRefused",
    "PasswordOvertaken",
    "PasswordUsedBefore",
    "Proof",
    "Question",
    "RelyingSite",
    "ResetLetter",
    "SecondFactorWanted",
    "UnusedLetter",
    "UsernameTaken",
    "WrongCode",
    "account_of_subject",
    "add_app",
    "ask_new_passkey",
    "ask_passkey",
    "ask_reset",
    "count_at_door",
    "grant_resets",
    "wish_reset",
    "change_password",
    "change_profile",
    "code_typed",
    "disable_account",
    "disable_unused",
    "due_account_letters",
    "enable_account",
    "end_own_sessions",
    "end_sessions",
    "is_reset_open",
    "keep_passkey",
    "let_in",
    "link_provider",
    "login",
    "make_recovery_codes",
    "new_seed",
    "note_unused_told",
    "pass_second_factor",
    "passkey_shown",
    "prove_again",
    "prove_password",
    "count_expired",
    "purge_expired",
    "register",
    "reindex_emails",
    "reindex_subjects",
    "remove_app",
    "remember_browser",
    "remove_passkey",
    "renew_sessions",
    "reset_password",
    "reset_second_factor",
    "unlink_provider",
    "unused_letters",
]
