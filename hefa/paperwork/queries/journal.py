"""The audit as people read it: who did what to what, and why; and everything that is about one learner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment, Offering
from hefa.audit.models import AuditEntry
from hefa.audit.names import ActorKind
from hefa.audit.queries import Touched
from hefa.awards.models import Award, Review, Scan
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink, Learner
from hefa.learners.names import LookUpPurpose, OpeningPurpose
from hefa.organisers.models import Organiser
from hefa.paperwork.models import AuditBundle, Paper, YearMember, YearPaper
from hefa.paperwork.names import Purpose
from hefa.stations.models import Station

PURPOSES: Mapping[str, str] = {
    str(one): str(one.label) for kind in (Purpose, OpeningPurpose, LookUpPurpose) for one in kind
}
UNSAID = ("purpose", "sha256", "terms")
"""Facts that stand in a column of their own, or say nothing to a reader."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry in words. `by` is who did it, `why` what it was done for, `facts` what else was noted."""

    entry_id: int
    at: datetime
    by: str
    verb: str
    organiser: str
    subject: str
    why: str
    facts: str


def touched_by(learners: Sequence[Learner]) -> Touched:
    """Everything that is of these learners, or in which they stand; of whoever was merged into one of them too."""
    learners = [*learners, *Learner.objects.filter(merged_into__in=learners)]
    pks = [learner.pk for learner in learners]
    awards = Award.objects.filter(learner__in=pks)
    codes = list(PersonalCode.objects.filter(learner__in=pks).values_list("pk", "public_id"))
    enrolments = Enrolment.objects.filter(learner__in=pks)
    members = YearMember.objects.filter(learner__in=pks)
    accounts = AccountLink.objects.filter(learner__in=pks).values_list("account__public_id", "account_id")
    offerings = {*awards.values_list("offering_id", flat=True), *enrolments.values_list("offering_id", flat=True)}
    things = [
        awards.values_list("public_id", flat=True),
        enrolments.values_list("public_id", flat=True),
        Scan.objects.filter(learner__in=pks).values_list("scan_id", flat=True),
        Review.objects.filter(learner__in=pks).values_list("public_id", flat=True),
        Paper.objects.filter(paper_rows__award__in=awards.values("pk")).values_list("public_id", flat=True),
        Paper.objects.filter(offering__in=offerings, paper_rows__isnull=True).values_list("public_id", flat=True),
        members.values_list("public_id", flat=True),
        members.values_list("proofs__public_id", flat=True),
        YearPaper.objects.filter(roster__in=members.values("roster")).values_list("public_id", flat=True),
        (public_id for _, public_id in codes),
        (public_id for public_id, _ in accounts),
        (learner.public_id for learner in learners),
    ]
    return Touched(
        learners=[learner.public_id for learner in learners],
        things=list({one for kind in things for one in kind if one is not None}),
        accounts=[public_id for public_id, _ in accounts],
        offerings=list(Offering.objects.filter(pk__in=offerings).values_list("public_id", flat=True)),
        codes=[public_id for _, public_id in codes],
        paths=[
            *_paths("learners/learner", pks),
            *_paths("codes/personalcode", [pk for pk, _ in codes]),
            *_paths("awards/award", awards.values_list("pk", flat=True)),
            *_paths("accounts/account", [pk for _, pk in accounts]),
        ],
    )


def journal_lines(entries: Sequence[AuditEntry]) -> list[JournalLine]:
    """Entries in words, with the names of who did them; six statements however many they are."""
    names = _names(entries)
    organisers = Organiser.objects.filter(public_id__in={one.organiser_id for one in entries if one.organiser_id})
    organiser_names = dict(organisers.values_list("public_id", "name"))
    notes = _notes(entries)
    return [
        JournalLine(
            entry_id=one.pk,
            at=one.at,
            by=names.get(one.actor_id, "") if one.actor_id else str(ActorKind(one.actor_kind).label),
            verb=one.verb_label,
            organiser=organiser_names.get(one.organiser_id, "") if one.organiser_id else "",
            subject=f"{one.subject_kind} {one.subject_id or ''}".strip(),
            why=_why(one, notes),
            facts=_facts_words(one.facts),
        )
        for one in entries
    ]


def _paths(table: str, keys: Iterable[int]) -> list[str]:
    return [f"/admin/{table}/{key}/" for key in keys]


def _names(entries: Sequence[AuditEntry]) -> Mapping[UUID, str]:
    """Accounts by name and 帳號, stations by their own name."""
    of = {kind: {one.actor_id for one in entries if one.actor_kind == kind and one.actor_id} for kind in ActorKind}
    accounts = Account.objects.filter(public_id__in=of[ActorKind.ACCOUNT])
    stations = Station.objects.filter(public_id__in=of[ActorKind.STATION])
    return {one.public_id: f"{one.name}（{one.username}）" for one in accounts} | {
        one.public_id: f"掃描點 {one.name}" for one in stations
    }


def _notes(entries: Sequence[AuditEntry]) -> Mapping[UUID | str, str]:
    """What was written beside a purpose: of papers by their id, of 佐證資料包 by their hash."""
    subjects = {one.subject_id for one in entries if one.subject_kind in ("paper", "year_paper") and one.subject_id}
    bundles = {_bundle(one) for one in entries} - {""}
    papers = Paper.objects.filter(public_id__in=subjects).exclude(purpose_note="")
    rosters = YearPaper.objects.filter(public_id__in=subjects).exclude(purpose_note="")
    return {
        **dict(papers.values_list("public_id", "purpose_note")),
        **dict(rosters.values_list("public_id", "purpose_note")),
        **dict(AuditBundle.objects.filter(sha256__in=bundles).values_list("sha256", "purpose")),
    }


def _bundle(entry: AuditEntry) -> str:
    return str(entry.facts.get("what", "")).removeprefix("bundle ") if "what" in entry.facts else ""


def _why(entry: AuditEntry, notes: Mapping[UUID | str, str]) -> str:
    purpose = str(entry.facts.get("purpose", ""))
    words = [PURPOSES.get(purpose, purpose), str(entry.facts.get("reason", ""))]
    if entry.subject_id is not None:
        words.append(notes.get(entry.subject_id, ""))
    words.append(notes.get(_bundle(entry), ""))
    return "，".join(word for word in words if word)


def _facts_words(facts: Mapping[str, Any]) -> str:
    """What was noted: lists as how many they hold."""
    told = {key: value for key, value in facts.items() if key not in (*UNSAID, "reason")}
    return "；".join(
        f"{key}：{f'{len(value)} 項' if isinstance(value, list) else value}" for key, value in told.items()
    )
