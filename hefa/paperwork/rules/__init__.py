"""What a file holds: profile and facts in, cells, problems and bytes out. Pure."""

from hefa.paperwork.rules.findings import Finding
from hefa.paperwork.rules.profile import Column, Dialect, InvalidProfile, Profile
from hefa.paperwork.rules.rows import LineFacts, OfferingFacts, SplitLine, hours_cells
from hefa.paperwork.rules.sheet import Sheet, part_name, parts
from hefa.paperwork.rules.soundness import Contradiction

__all__ = [
    "Column",
    "Contradiction",
    "Dialect",
    "Finding",
    "InvalidProfile",
    "LineFacts",
    "OfferingFacts",
    "Profile",
    "Sheet",
    "SplitLine",
    "hours_cells",
    "part_name",
    "parts",
]
