"""What is shown of the ledger."""

from hefa.awards.queries.attendance import Attended, attendance_of
from hefa.awards.queries.board import BoardRow, station_board
from hefa.awards.queries.corrections import Correction, corrections_of
from hefa.awards.queries.gaps import ScanGap, scan_gaps
from hefa.awards.queries.gate import (
    GateCounts,
    GatePerson,
    GateRow,
    SearchTooShort,
    gate_counts,
    gate_list,
    search_people,
)
from hefa.awards.queries.groups import GroupRow, ended_groups, group_of, group_rows
from hefa.awards.queries.hints import HandShare, Hint, hand_shares, hint_marks, hints_of
from hefa.awards.queries.lists import AwardRow, AwardSearch, Page, Sort, award_rows, paged
from hefa.awards.queries.live import ledger_mark
from hefa.awards.queries.moves import EndedAward, MoveRow, awards_between, ended_awards, move_rows, scan_span
from hefa.awards.queries.objections import objection_for, objections_to, open_objections
from hefa.awards.queries.pack import OfflinePack, offline_pack
from hefa.awards.queries.quarantine import FailingScans, failing_scans
from hefa.awards.queries.references import reference
from hefa.awards.queries.reviews import ReviewRow, open_reviews, review_for
from hefa.awards.queries.roster import ON_SITE, RosterRow, RosterSearch, attending, roster
from hefa.awards.queries.spot_checks import (
    differing_cards,
    spot_checks_by_gate,
    spot_checks_by_organiser,
    together,
)
from hefa.awards.queries.totals import FiveCounts, five_counts
from hefa.awards.queries.trail import TrailLine, chain_of, trail_of
from hefa.awards.queries.uses import Uses, uses_of
from hefa.awards.queries.waiting import WaitingForAccount, WaitingOffering, settler_names, waiting_for

__all__ = [
    "Attended",
    "AwardRow",
    "AwardSearch",
    "BoardRow",
    "Correction",
    "EndedAward",
    "FailingScans",
    "FiveCounts",
    "GateCounts",
    "GatePerson",
    "GateRow",
    "HandShare",
    "Hint",
    "hand_shares",
    "hint_marks",
    "hints_of",
    "GroupRow",
    "ON_SITE",
    "OfflinePack",
    "MoveRow",
    "Page",
    "ReviewRow",
    "RosterRow",
    "RosterSearch",
    "ScanGap",
    "SearchTooShort",
    "Sort",
    "TrailLine",
    "Uses",
    "WaitingForAccount",
    "WaitingOffering",
    "attendance_of",
    "attending",
    "award_rows",
    "awards_between",
    "chain_of",
    "corrections_of",
    "differing_cards",
    "ended_awards",
    "ended_groups",
    "failing_scans",
    "five_counts",
    "gate_counts",
    "gate_list",
    "group_of",
    "group_rows",
    "ledger_mark",
    "offline_pack",
    "move_rows",
    "objection_for",
    "objections_to",
    "open_objections",
    "open_reviews",
    "paged",
    "reference",
    "review_for",
    "roster",
    "scan_gaps",
    "scan_span",
    "search_people",
    "settler_names",
    "spot_checks_by_gate",
    "spot_checks_by_organiser",
    "station_board",
    "together",
    "trail_of",
    "uses_of",
    "waiting_for",
]
