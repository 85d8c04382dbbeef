"""What is shown at the desk, filed by paper."""

from hefa.paperwork.queries.paper import (
    Candidate,
    Opener,
    PaperNote,
    candidates,
    failed_awards,
    offering_facts,
    papers_of,
)

__all__ = [
    "Candidate",
    "Opener",
    "PaperNote",
    "candidates",
    "failed_awards",
    "offering_facts",
    "papers_of",
]
