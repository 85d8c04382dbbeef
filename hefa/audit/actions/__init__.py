"""What changes the audit: entries are written, seals are added, what the law no longer wants is forgotten."""

from hefa.audit.actions.alarms import close_alarms, purge_alarms, raise_alarm, raise_error
from hefa.audit.actions.check import note_check
from hefa.audit.actions.eras import begin_era
from hefa.audit.actions.forget import Forgettable, forget_sealed, forgettable
from hefa.audit.actions.seal import TransactionsWentBack, seal_due
from hefa.audit.actions.serving import grant_serving
from hefa.audit.actions.write import Entry, record, record_many

__all__ = [
    "Entry",
    "Forgettable",
    "TransactionsWentBack",
    "begin_era",
    "close_alarms",
    "forget_sealed",
    "forgettable",
    "grant_serving",
    "note_check",
    "purge_alarms",
    "raise_alarm",
    "raise_error",
    "record",
    "record_many",
    "seal_due",
]
