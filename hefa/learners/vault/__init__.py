"""The vault: the only place that opens a national ID or looks one up."""

from hefa.learners.vault.finding import (
    find,
    find_or_enter,
    find_or_enter_many,
    number_ends_in,
    record_of,
    write_number,
)
from hefa.learners.vault.indexing import count_not_indexed, forget_digests, index_anew
from hefa.learners.vault.opening import open_number, open_numbers, open_stored, open_stored_ever

__all__ = [
    "count_not_indexed",
    "find",
    "find_or_enter",
    "find_or_enter_many",
    "forget_digests",
    "index_anew",
    "number_ends_in",
    "open_number",
    "open_numbers",
    "open_stored",
    "open_stored_ever",
    "record_of",
    "write_number",
]
