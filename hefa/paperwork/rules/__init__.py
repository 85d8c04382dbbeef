"""What a file holds: profile and facts in, cells, problems and bytes out. Pure."""

from hefa.paperwork.rules.ecpa_name import ecpa_name_problem, tidy
from hefa.paperwork.rules.findings import Finding
from hefa.paperwork.rules.portal_reply import (
    Reply,
    ReplyColumns,
    WrittenRow,
    guessed,
    matched,
    reply_rows,
    without_numbers,
)
from hefa.paperwork.rules.profile import Column, Dialect, InvalidProfile, Profile
from hefa.paperwork.rules.rows import LineFacts, OfferingFacts, SplitLine, hours_cells
from hefa.paperwork.rules.sample import Preview, preview
from hefa.paperwork.rules.sheet import Sheet, part_name, parts
from hefa.paperwork.rules.soundness import DATE_FORMATS, LINE_ENDS, MOST_COLUMNS, TIME_FORMATS, Contradiction

__all__ = [
    "DATE_FORMATS",
    "LINE_ENDS",
    "MOST_COLUMNS",
    "TIME_FORMATS",
    "Column",
    "Contradiction",
    "Dialect",
    "Finding",
    "InvalidProfile",
    "LineFacts",
    "OfferingFacts",
    "Preview",
    "Profile",
    "Reply",
    "ReplyColumns",
    "Sheet",
    "SplitLine",
    "WrittenRow",
    "ecpa_name_problem",
    "guessed",
    "hours_cells",
    "matched",
    "part_name",
    "parts",
    "preview",
    "reply_rows",
    "tidy",
    "without_numbers",
]
