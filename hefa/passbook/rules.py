"""What the law asks of a year."""

from decimal import Decimal

HOURS_A_YEAR = Decimal(4)
"""環境教育法 §19: at least four hours a calendar year."""
