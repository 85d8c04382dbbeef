"""How long codes live and how many a browser may hold: pure."""

from datetime import date, timedelta

REGISTERED_DAYS = 400
WALK_IN_DAYS = 30
CODES_A_HOLDER = 10
TYPED_LIFE = timedelta(minutes=5)
TYPED_DIGITS = 8


def last_day(made_on: date, *, registered: bool) -> date:
    """The last day on which a code earns hours (scan protocol, part 1)."""
    return made_on + timedelta(days=REGISTERED_DAYS if registered else WALK_IN_DAYS)
