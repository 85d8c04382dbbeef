"""The one timetable of Hefa. Each job looks for what is due and calls an action; none is ever handed work."""

import logging

from django.utils.timezone import localdate

from hefa.accounts.actions import (
    close_account_letters,
    disable_unused,
    due_account_letters,
    grant_resets,
    note_unused_told,
    purge_expired,
    unused_letters,
)
from hefa.activities.actions import claim_enrolment_letters, close_enrolment_letters, move_up_waiting
from hefa.audit.actions import (
    close_alarms,
    note_check,
    purge_alarms,
    raise_alarm,
    seal_due,
)
from hefa.audit.names import AlarmKind
from hefa.audit.queries import accounts_looking_at_many, last_seal, untold_alarms, verify
from hefa.base.clock import now
from hefa.codes.actions import purge_typed
from hefa.jobs.letters import (
    send_account_letters,
    send_alarms,
    send_enrolment_letters,
    send_owner_letters,
    send_reminders,
    send_reset_letters,
    send_rights_letters,
    send_unused_letters,
)
from hefa.jobs.timetable import every
from hefa.keys.signing import public_keys
from hefa.learners.actions import claim_owner_letters
from hefa.organisers.queries import running_operators, staff_accounts
from hefa.paperwork.actions import enter_next_chunk, purge_staged
from hefa.paperwork.actions.reminders import claim_letters, open_reminders
from hefa.paperwork.actions.retention import forget_all
from hefa.paperwork.actions.rights import close_letters, letters_due, pressing_letters

logger = logging.getLogger("hefa.jobs")


@every("* * * * * */5", lock="seal", alarm=AlarmKind.UNSEALED)
def seal_audit(timestamp: int) -> None:
    """Every five seconds: seal the audit entries whose transactions are over."""
    seal_due(at=now())


@every("0 * * * *", lock="tell_root")
def tell_audit_root(timestamp: int) -> None:
    """Every hour: the signed root of the audit into the log, which is kept where the database's people cannot write."""
    seal = last_seal()
    if seal is not None:
        digest, signature = bytes(seal.digest).hex("-", 4), bytes(seal.signature).hex("-", 4)  # no run like a number
        logger.info("audit root: seal %d, digest %s, key %d, signature %s", seal.height, digest, seal.kid, signature)


@every("0 19 * * *", lock="verify")
def verify_audit(timestamp: int) -> None:
    """At three at night in Taipei: verify the whole audit. What is found stands on the pages and, as an error, here."""
    at = now()
    found = note_check(verify(at=at, public_keys=public_keys()), at=at)
    if found.flaw:
        logger.error(
            "the audit does not verify: %s, seal %d, entry %s", found.flaw, found.flaw_height, found.flaw_entry
        )
        place = f"{found.get_flaw_display()}，封存 {found.flaw_height}，紀錄 {found.flaw_entry or '—'}"
        raise_alarm(kind=AlarmKind.UNVERIFIED, place=place, at=at)


@every("0 * * * *", lock="watch")
def watch_accounts(timestamp: int) -> None:
    """Every hour: accounts that looked at very many people within a day are told to the operators."""
    at = now()
    for account in accounts_looking_at_many(at=at):
        raise_alarm(kind=AlarmKind.LOOKS, place=str(account), at=at)


@every("* * * * *", lock="alarms")
def tell_operators(timestamp: int) -> None:
    """Every minute: operators are told of alarms, once a day for each. What reached none of them is tried again."""
    at = now()
    alarms = list(untold_alarms())
    running = [one.account for one in running_operators(on=localdate(at)).select_related("account").order_by("pk")]
    if alarms and send_alarms(alarms, running):
        close_alarms(alarms, at=at)


@every("*/10 * * * *", lock="purge")
def purge(timestamp: int) -> None:
    """Every ten minutes: sessions, reset letters, typed digits and rows of uploads that have run out; old alarms."""
    at = now()
    purge_expired(at=at)
    purge_typed(at=at)
    purge_staged(at=at)
    purge_alarms(at=at)


@every("* * * * * */5", lock="accounts")
def tell_owners(timestamp: int) -> None:
    """Every five seconds: letters to owners of accounts. Here and not at the door, where the time would tell (T1)."""
    send_reset_letters(grant_resets(at=now()))
    send_owner_letters(claim_owner_letters())


@every("* * * * *", lock="account_letters")
def tell_of_changes(timestamp: int) -> None:
    """Every minute: owners of accounts are told what was changed about how one logs in."""
    due = due_account_letters()
    close_account_letters(tried=due, sent=send_account_letters(due), at=now())


@every("* * * * * */5", lock="uploads")
def enter_uploads(timestamp: int) -> None:
    """Every five seconds: uploads that an officer has confirmed, a chunk and a transaction at a time."""
    while enter_next_chunk(at=now()):
        pass


@every("* * * * *", lock="enrolments")
def tell_learners(timestamp: int) -> None:
    """Every minute: who waits moves up where a place is free, and learners are told how their enrolments stand."""
    at = now()
    move_up_waiting(at=at)
    close_enrolment_letters(sent=send_enrolment_letters(claim_enrolment_letters(at=at)))


@every("0 0 * * *", lock="remind")
def remind(timestamp: int) -> None:
    """At eight in the morning in Taipei: open what is due, and send each officer one letter about it, once."""
    at = now()
    open_reminders(at=at)
    send_reminders(claim_letters(at=at))
    send_reminders(pressing_letters(at=at))


@every("*/5 * * * *", lock="rights")
def tell_of_rights(timestamp: int) -> None:
    """Every five minutes: people are told how their requests about their own data stand."""
    due = letters_due()
    close_letters(tried=due, sent=send_rights_letters(due), at=now())


@every("30 18 * * *", lock="retention")
def keep_retention(timestamp: int) -> None:
    """At half past two at night in Taipei: personal data that have been kept long enough, rule by rule."""
    for rule, gone in forget_all(at=now()):
        if gone:
            logger.info("retention: rule %s let go of %d", rule.code, gone)


@every("30 0 * * *", lock="unused")
def disable_unused_accounts(timestamp: int) -> None:
    """At half past eight in the morning in Taipei: accounts of officers and operators that nobody uses."""
    at = now()
    staff = staff_accounts(on=localdate(at))
    disable_unused(accounts=staff, at=at)
    note_unused_told(letters=send_unused_letters(unused_letters(accounts=staff, at=at)), at=at)
