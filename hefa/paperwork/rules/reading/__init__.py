"""Read an uploaded file: bytes and an intake in, lines and what is wrong with them out. Pure."""

from hefa.paperwork.rules.reading.bounds import MAX_ROWS
from hefa.paperwork.rules.reading.intake import InColumn, Intake
from hefa.paperwork.rules.reading.judge import Judged, Place, judge, read_date
from hefa.paperwork.rules.reading.kinds import MAX_TEXT_MB, MAX_WORKBOOK_MB, UnreadableFile
from hefa.paperwork.rules.reading.matching import (
    Acquaintance,
    Held,
    closed_to_hours,
    elsewhere,
    offering_meant,
    person_meant,
)
from hefa.paperwork.rules.reading.table import FIXED_ROW, REASON_HEADER, Line, Table, read_table

__all__ = [
    "FIXED_ROW",
    "MAX_ROWS",
    "MAX_TEXT_MB",
    "MAX_WORKBOOK_MB",
    "REASON_HEADER",
    "Acquaintance",
    "Held",
    "InColumn",
    "Intake",
    "Judged",
    "Line",
    "Place",
    "Table",
    "UnreadableFile",
    "closed_to_hours",
    "elsewhere",
    "judge",
    "offering_meant",
    "person_meant",
    "read_date",
    "read_table",
]
