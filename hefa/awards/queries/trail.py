"""What became of one award, in the order in which it happened, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import ActorKind, Verb
from hefa.awards.models import Award, AwardCorrection, Review, Scan
from hefa.awards.names import AwardState, Refusal, ScanKind, ScanSource, Settlement, Verdict
from hefa.stations.models import Station

LONGEST_CHAIN = 20
TOLD_BY_SCANS = frozenset({Verb.UNDONE})
"""Entries that say what a scan of the trail says better."""


EXPLAINED = frozenset({Verb.AWARD_CORRECTED, Verb.NAME_SETTLED})


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One thing that happened. `offering` names where, as an award that was moved has a story in several."""

    at: datetime
    words: str
    by: str = ""
    reason: str = ""
    offering: str = ""


def chain_of(award: Award) -> Sequence[Award]:
    """The award with those that it followed and that followed it (移轉), the first first."""
    chain = [award]
    while chain[0].moved_from is not None and len(chain) < LONGEST_CHAIN:
        chain.insert(0, chain[0].moved_from)
    while (follower := getattr(chain[-1], "moved_to", None)) is not None and len(chain) < LONGEST_CHAIN:
        chain.append(follower)
    return chain


def trail_of(chain: Sequence[Award]) -> Sequence[TrailLine]:
    """What happened to these awards, the first first. Six statements, however much happened."""
    by_id = {award.public_id: award for award in chain}
    entries = list(AuditEntry.objects.filter(subject_id__in=by_id).order_by("at", "pk"))
    names = _names(entries)
    why = {(one.award_id, one.version): one.reason for one in AwardCorrection.objects.filter(award__in=chain)}
    lines = [*_of_scans(chain), *_of_reviews(chain), *_of_entries(entries, by_id, names, why)]
    return sorted(lines, key=lambda line: line.at)


def _of_scans(chain: Sequence[Award]) -> Iterator[TrailLine]:
    scans = Scan.objects.filter(award__in=chain).select_related("station", "award__offering__activity")
    for scan in scans.order_by("effective_at", "pk"):
        where = _where(scan.award) if scan.award else ""
        yield TrailLine(scan.effective_at, _scan_words(scan), scan.station.name, scan.reason_given, where)


def _scan_words(scan: Scan) -> str:
    if scan.kind == ScanKind.UNDO:
        return "現場復原"
    how = ScanSource(scan.source).label
    if scan.verdict == Verdict.AWARDED:
        return f"{how}，完成核發時數"
    return f"{how}，{Refusal(scan.refusal).label}" if scan.refusal else f"{how}，{Verdict(scan.verdict).label}"


def _of_reviews(chain: Sequence[Award]) -> Iterator[TrailLine]:
    reviews = Review.objects.filter(award__in=chain, settled_at__isnull=False)
    for review in reviews.select_related("settled_by", "award__offering__activity").order_by("settled_at", "pk"):
        if review.settled_at is not None and review.settled_by is not None and review.award is not None:
            words = f"承辦人確認掃描：{Settlement(review.settlement).label}"
            yield TrailLine(
                review.settled_at, words, review.settled_by.name, review.settlement_reason, _where(review.award)
            )


def _of_entries(
    entries: Sequence[AuditEntry],
    by_id: Mapping[UUID, Award],
    names: Mapping[UUID, str],
    why: Mapping[tuple[int, int], str],
) -> Iterator[TrailLine]:
    for entry in entries:
        award = by_id[entry.subject_id] if entry.subject_id else None
        if award is None or entry.verb in TOLD_BY_SCANS or _is_told_by_its_scan(entry):
            continue
        by = names.get(entry.actor_id, "") if entry.actor_id else ""
        yield TrailLine(entry.at, _words(entry, award), by, _reason(entry, award, why), _where(award))


def _is_told_by_its_scan(entry: AuditEntry) -> bool:
    return entry.verb == Verb.AWARDED and entry.actor_kind == ActorKind.STATION


def _words(entry: AuditEntry, award: Award) -> str:
    match entry.verb:
        case Verb.AWARD_CORRECTED:
            return f"修改：{_difference(entry.facts)}"
        case Verb.AWARD_MOVED:
            follower: Award | None = getattr(award, "moved_to", None)
            return f"移轉至{_where(follower)}" if follower else "移轉：該期別已有時數，以該筆為準"
        case Verb.NAME_SETTLED:
            return "確認姓名：是同一人" if entry.facts.get("outcome") == "same" else "確認姓名：不是同一人，不通過"
        case Verb.AWARDED:
            return f"{award.get_source_display()}時數"
        case _:
            return entry.verb_label


def _difference(facts: Mapping[str, Any]) -> str:
    """數位 0→1、實體 2→3、已覆核→不通過, from the facts of a correction."""
    labels = ("數位", "實體")
    before, after = facts["before"], facts["after"]
    parts = [
        f"{label} {_hours(old)}→{_hours(new)}"
        for label, old, new in zip(labels, before[:2], after[:2], strict=True)
        if old != new
    ]
    if before[2] != after[2]:
        parts.append(f"{AwardState(before[2]).label}→{AwardState(after[2]).label}")
    return "、".join(parts)


def _hours(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _reason(entry: AuditEntry, award: Award, why: Mapping[tuple[int, int], str]) -> str:
    """Reasons stand in the ledger, not in the journal: of each correction, and of the end.

    Entries from before every reason was kept name no version; of those, the award knows the latest.
    """
    kept = why.get((award.pk, entry.facts.get("version", 0)))
    if kept is not None and entry.verb in EXPLAINED:
        return kept
    if entry.verb == Verb.AWARD_CORRECTED and entry.at == award.corrected_at:
        return award.correction_reason
    if entry.verb in (Verb.AWARD_MOVED, Verb.AWARD_REVOKED):
        return award.revoke_reason
    return award.late_reason if entry.verb == Verb.AWARDED else ""


def _where(award: Award) -> str:
    return f"{award.offering.activity.name} 第 {award.offering.number} 期"


def _names(entries: Sequence[AuditEntry]) -> Mapping[UUID, str]:
    """Accounts by the name of their owner, stations by their own."""
    of = {kind: {one.actor_id for one in entries if one.actor_kind == kind and one.actor_id} for kind in ActorKind}
    accounts = Account.objects.filter(public_id__in=of[ActorKind.ACCOUNT])
    stations = Station.objects.filter(public_id__in=of[ActorKind.STATION])
    return {one.public_id: one.name for one in accounts} | {one.public_id: one.name for one in stations}
