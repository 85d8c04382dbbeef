"""The papers that Hefa can make, by code. Each file here is one profile: data, no code."""

from collections.abc import Mapping
from types import MappingProxyType

from hefa.paperwork.papers.ecpa_hours_25 import ECPA_HOURS_25
from hefa.paperwork.papers.issued_list import ISSUED_LIST
from hefa.paperwork.rules import Profile

PROFILES: Mapping[str, Profile] = MappingProxyType({one.code: one for one in (ECPA_HOURS_25, ISSUED_LIST)})
"""In the order in which they are offered."""
