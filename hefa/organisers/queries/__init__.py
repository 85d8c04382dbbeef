"""Reading of organisers, filed by subject."""

from hefa.organisers.queries.charge import Held, in_charge
from hefa.organisers.queries.lists import (
    colleagues,
    decided_requests,
    handovers_of,
    officers_under,
    operators,
    organisers_by_name,
    present_officers,
    requests_of,
    running_operators,
    staff_accounts,
    standing_organisers,
    undecided_requests,
)
from hefa.organisers.queries.offices import (
    identities_of,
    officers_of,
    offices_over,
    operator_of,
    organisers_of,
    standing_offices,
)
from hefa.organisers.queries.overseen import overseen_by
from hefa.organisers.queries.site import announcements, announcements_on, site_names

__all__ = [
    "Held",
    "colleagues",
    "decided_requests",
    "handovers_of",
    "identities_of",
    "in_charge",
    "announcements",
    "announcements_on",
    "officers_of",
    "officers_under",
    "offices_over",
    "operator_of",
    "operators",
    "running_operators",
    "organisers_by_name",
    "organisers_of",
    "overseen_by",
    "present_officers",
    "requests_of",
    "site_names",
    "staff_accounts",
    "standing_offices",
    "standing_organisers",
    "undecided_requests",
]
