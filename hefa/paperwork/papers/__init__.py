"""The papers that Hefa can make, by code. Each file here is one profile: data, no code."""

from collections.abc import Mapping
from types import MappingProxyType

from hefa.paperwork.papers.ecpa_existing_17 import ECPA_EXISTING_17
from hefa.paperwork.papers.ecpa_hours_25 import ECPA_HOURS_25
from hefa.paperwork.papers.ecpa_legacy_19 import ECPA_LEGACY_19
from hefa.paperwork.papers.env_batch_18 import ENV_BATCH_18
from hefa.paperwork.papers.issued_list import ISSUED_LIST, ISSUED_LIST_ODS, ISSUED_LIST_XLSX
from hefa.paperwork.rules import Profile

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        one.code: one
        for one in (
            ECPA_HOURS_25,
            ECPA_EXISTING_17,
            ENV_BATCH_18,
            ISSUED_LIST,
            ISSUED_LIST_XLSX,
            ISSUED_LIST_ODS,
            ECPA_LEGACY_19,
        )
    }
)
"""In the order in which they are offered. An operator's own stand in `export_profile` (`queries.offered_profiles`)."""
