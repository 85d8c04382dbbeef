"""What is asked of a journal of a million entries: four packs, and the pages of four searches. Django is set up."""

import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar

from bench.trust_incident_world import AT, Asked, build
from hefa.audit.names import SYSTEM
from hefa.audit.queries import SEEN, Terms, find_entries
from hefa.paperwork.actions.incident import pack_incident
from hefa.paperwork.queries.incident import Incident
from hefa.paperwork.queries.journal import journal_lines, touched_by

ENTRIES, PEOPLE = 1_000_000, 20_000
PAGE = 50
T = TypeVar("T")


def figures() -> dict[str, float]:
    """Build and ask; what each pack and search took goes to the error stream."""
    asked = build(entries=ENTRIES, people=PEOPLE)
    incidents = _incidents(asked)
    packs = {name: _seconds(_pack, incident) for name, incident in incidents.items()}
    pages = {name: _seconds(_two_pages, terms) for name, terms in _searches(asked).items()}
    for name, seconds in {**packs, **pages}.items():
        print(f"{name:>26}  {seconds:.2f} s", file=sys.stderr)
    return {
        "incident_pack_s": round(max(packs.values()), 2),
        "incident_pack_mb": round(max(_peak_mb(incident) for incident in incidents.values()), 1),
        "who_saw_s": round(max(pages.values()), 2),
    }


def _incidents(asked: Asked) -> Mapping[str, Incident]:
    since, until = AT - timedelta(days=366), AT + timedelta(hours=1)
    return {
        "pack of the year": Incident(since, until),
        "pack of an officer": Incident(since, until, account=asked.account),
        "pack of a station": Incident(since, until, station=asked.station),
        "pack of an export": Incident(since, until, paper=asked.paper),
    }


def _searches(asked: Asked) -> Mapping[str, Callable[[], Terms]]:
    seen = tuple(str(verb) for verb in SEEN)
    return {
        "all about a learner": lambda: Terms(about=touched_by([asked.learner])),
        "who saw a learner": lambda: Terms(about=touched_by([asked.learner]), verbs=seen),
        "all of an officer": lambda: Terms(actor_id=asked.account),
        "whom an officer saw": lambda: Terms(actor_id=asked.account, verbs=seen),
    }


def _pack(incident: Incident) -> None:
    pack = pack_incident(incident=incident, purpose="事故", actor=SYSTEM, agency="環境部", site="核發", at=AT)
    if not pack.people:
        raise SystemExit(f"nobody was found affected by {incident}")


def _two_pages(asked: Callable[[], Terms]) -> None:
    terms = asked()
    page = find_entries(terms, within=None, size=PAGE)
    if not journal_lines(page.entries):
        raise SystemExit(f"nothing was found for {terms}")
    if page.next:
        journal_lines(find_entries(terms, within=None, size=PAGE, after=page.next).entries)


def _seconds(deed: Callable[[T], None], of: T) -> float:
    began = time.perf_counter()
    deed(of)
    return time.perf_counter() - began


def _peak_mb(incident: Incident) -> float:
    """The most memory that a pack's own objects took at once; slow, so it is not the pack that is timed."""
    tracemalloc.start()
    _pack(incident)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20
