"""What changes of codes: make them, void them, and give eight digits in their place."""

from hefa.codes.actions.cards import CardHolder, make_card_codes
from hefa.codes.actions.lost import report_lost
from hefa.codes.actions.make import (
    MadeCode,
    NoLearner,
    TooManyCodes,
    make_account_code,
    make_walk_in_code,
    void_and_make,
)
from hefa.codes.actions.take import take_codes
from hefa.codes.actions.typed import count_typed_over, make_typed, purge_typed, take_typed
from hefa.codes.actions.void import void_code

__all__ = [
    "CardHolder",
    "MadeCode",
    "NoLearner",
    "TooManyCodes",
    "make_account_code",
    "make_card_codes",
    "make_typed",
    "make_walk_in_code",
    "count_typed_over",
    "purge_typed",
    "report_lost",
    "take_codes",
    "take_typed",
    "void_and_make",
    "void_code",
]
