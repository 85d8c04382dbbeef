"""What the law asks of a year; the ledger knows it."""

from hefa.awards.rules import HOURS_A_YEAR

__all__ = ["HOURS_A_YEAR"]
