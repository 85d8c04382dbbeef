"""What a file holds: profile and facts in, cells, problems and bytes out. Pure."""

from hefa.paperwork.rules.profile import Column, InvalidProfile, Profile
from hefa.paperwork.rules.rows import LineFacts, OfferingFacts
from hefa.paperwork.rules.sheet import Finding, Sheet, part_name, parts

__all__ = [
    "Column",
    "Finding",
    "InvalidProfile",
    "LineFacts",
    "OfferingFacts",
    "Profile",
    "Sheet",
    "part_name",
    "parts",
]
