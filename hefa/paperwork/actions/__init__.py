"""What is done at the desk: one file a verb."""

from hefa.paperwork.actions.paper import (
    MadePaper,
    NothingToWrite,
    Preflight,
    Problem,
    PurposeMissing,
    RowsInTheWay,
    make_paper,
    preflight,
)

__all__ = [
    "MadePaper",
    "NothingToWrite",
    "Preflight",
    "Problem",
    "PurposeMissing",
    "RowsInTheWay",
    "make_paper",
    "preflight",
]
