"""What is read of the audit: entries that are looked for, seals, and whether everything still fits."""

from hefa.audit.queries.alarms import MANY_LOOKS, accounts_looking_at_many, recent_alarms, untold_alarms
from hefa.audit.queries.seals import Standing, last_seal, roots, standing
from hefa.audit.queries.search import LISTED, SEEN, Cursor, Found, Terms, Touched, find_entries
from hefa.audit.queries.verify import Broken, Checked, ForeignRoot, verify

__all__ = [
    "LISTED",
    "MANY_LOOKS",
    "SEEN",
    "Broken",
    "Checked",
    "Cursor",
    "ForeignRoot",
    "Found",
    "Standing",
    "Terms",
    "Touched",
    "accounts_looking_at_many",
    "find_entries",
    "last_seal",
    "recent_alarms",
    "roots",
    "standing",
    "untold_alarms",
    "verify",
]
