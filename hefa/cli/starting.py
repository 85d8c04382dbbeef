"""What comes before anybody is served."""

from hefa.base.clock import now
from hefa.keys.use import begin


def take_up_keys() -> None:
    """Note the keys that this process works with. Raises KeysDoNotFit when the database needs others."""
    begin(at=now())
