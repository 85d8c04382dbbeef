"""What is stored of a scan and what follows from it."""

from hefa.awards.models.awards import Award
from hefa.awards.models.corrections import AwardCorrection
from hefa.awards.models.groups import GROUP_STATES, MOST_HEADS, GroupAward
from hefa.awards.models.hints import HintMark
from hefa.awards.models.objections import AwardObjection
from hefa.awards.models.quarantine import MOST_FAILURES, QuarantinedScan
from hefa.awards.models.scans import Review, Scan
from hefa.awards.models.spot_checks import SpotCheck

__all__ = [
    "GROUP_STATES",
    "MOST_FAILURES",
    "MOST_HEADS",
    "Award",
    "AwardCorrection",
    "AwardObjection",
    "GroupAward",
    "HintMark",
    "QuarantinedScan",
    "Review",
    "Scan",
    "SpotCheck",
]
