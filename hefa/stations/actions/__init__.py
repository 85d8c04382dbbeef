"""What changes about stations: one file a subject."""

from hefa.stations.actions.forget import forget_helpers, forget_pins, helpers_over, pins_over
from hefa.stations.actions.passes import (
    Lent,
    OfferingNotHeld,
    PassPlan,
    RightNotHeld,
    extend_pass,
    make_pass,
    open_ticket,
    redeem_ticket,
    revoke_pass,
    show_pass,
)
from hefa.stations.actions.stations import (
    OfficeLost,
    end_own_phones,
    end_phones_beyond_duties,
    open_own_station,
    own_rights,
    revoke_station,
    show_pin,
    tell_of_idleness,
    tell_of_station,
)

__all__ = [
    "Lent",
    "OfficeLost",
    "OfferingNotHeld",
    "PassPlan",
    "RightNotHeld",
    "end_own_phones",
    "end_phones_beyond_duties",
    "extend_pass",
    "forget_helpers",
    "forget_pins",
    "helpers_over",
    "pins_over",
    "make_pass",
    "open_own_station",
    "open_ticket",
    "own_rights",
    "redeem_ticket",
    "revoke_pass",
    "revoke_station",
    "show_pass",
    "show_pin",
    "tell_of_idleness",
    "tell_of_station",
]
