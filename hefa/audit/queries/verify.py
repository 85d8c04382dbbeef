"""Does every entry still fit its seal, and every seal the chain? Streamed: memory holds one batch of seals."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import connection, transaction

from hefa.audit.models import AuditEntry, AuditSeal, AuditWitness
from hefa.audit.names import Flaw
from hefa.audit.queries.forgotten import forgotten_until
from hefa.audit.queries.lines import lines, xid_of
from hefa.audit.queries.seals import as_sealed, roots
from hefa.audit.rules import NOTHING_BEFORE, RECORD, merkle_root, record_of, split_records, told_by
from hefa.keys.signing import is_signed

BATCH = 50_000
"""Entries of so many seals are read by one COPY; a seal with more is a batch alone."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that does not fit: an entry where one can be named, otherwise the seal."""

    flaw: Flaw
    height: int
    entry_id: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was verified: seals of these heights, whose entries stand from `entries_since` on."""

    first_height: int
    last_height: int
    entries_since: int
    entries: int
    unsealed: int
    broken: Broken | None


@dataclass(frozen=True, slots=True)
class ForeignRoot:
    """A root that was kept elsewhere."""

    height: int
    digest: bytes


class _Found(Exception):
    def __init__(self, broken: Broken) -> None:
        self.broken = broken


def verify(
    *, at: datetime, public_keys: Mapping[int, bytes], kept: Sequence[ForeignRoot] = (), since_height: int = 1
) -> Checked:
    """Walk the chain from a seal on, and compare what was kept elsewhere with it.

    Entries whose years were over and that were removed by right are not asked for; their seals are verified all the
    same. Entries that no seal covers yet are counted: nobody can say anything about them.
    """
    with transaction.atomic():
        _one_view()
        forgotten = forgotten_until(at=at)
        walk = _Walk(public_keys, {root.height: root.digest for root in kept}, since_height, forgotten)
        broken = None
        try:
            walk.run()
        except _Found as found:
            broken = found.broken
        return Checked(since_height, walk.height, max(since_height, forgotten + 1), walk.entries, walk.unsealed, broken)


def _one_view() -> None:
    """What is sealed while we read is not half seen. Inside another transaction its view has to do."""
    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


class _Walk:
    """One verification under way."""

    def __init__(
        self, public_keys: Mapping[int, bytes], kept: Mapping[int, bytes], since_height: int, forgotten: int
    ) -> None:
        self.public_keys = public_keys
        self.kept = dict(kept)
        self.height = since_height - 1
        self.forgotten = forgotten
        self.entries = self.unsealed = 0
        before = AuditSeal.objects.filter(height=self.height).first()
        self.digest = bytes(before.digest) if before else NOTHING_BEFORE
        self.start = as_sealed(before).next_start if before else (1, 0)

    def run(self) -> None:
        for seals in batches(map(self._linked, roots(since_height=self.height + 1))):
            self._compare(seals)
        missing = [height for height in self.kept if height > self.height]
        if missing:
            raise _Found(Broken(Flaw.MISSING, min(missing)))
        self._look_beyond()

    def _linked(self, seal: AuditSeal) -> AuditSeal:
        """The seal, when it follows the one before, says what its digest says, and is signed by us."""
        if seal.height != self.height + 1:
            raise _Found(Broken(Flaw.MISSING, self.height + 1))
        told = as_sealed(seal)
        digest, key = bytes(seal.digest), self.public_keys.get(seal.kid)
        if (
            told.previous != self.digest
            or told.digest != digest
            or (told.era, told.from_xid) != self.start
            or self.kept.get(seal.height, digest) != digest
            or key is None
            or not is_signed(digest, bytes(seal.signature), public_key=key)
        ):
            raise _Found(Broken(Flaw.FORGED, seal.height))
        self.height, self.digest, self.start = seal.height, digest, told.next_start
        return seal

    def _compare(self, seals: Sequence[AuditSeal]) -> None:
        """Hold the entries of a batch against the witnesses of its seals, and those against the signed roots."""
        first, last = seals[0], seals[-1]
        heights = [seal.height for seal in seals if seal.height > self.forgotten]
        witnesses = dict(AuditWitness.objects.filter(seal__in=heights).values_list("seal_id", "records"))
        for seal in seals:
            if seal.height in heights and not _is_the_witness(seal, witnesses.get(seal.height)):
                raise _Found(Broken(Flaw.FORGED, seal.height))
        with closing(lines(era=first.era, from_xid=first.from_xid, until_xid=last.until_xid)) as stream:
            entries = _Entries(stream)
            for seal in seals:
                self._fit(seal, entries, bytes(witnesses.get(seal.height, b"")))

    def _fit(self, seal: AuditSeal, entries: "_Entries", records: bytes) -> None:
        count = len(records) // RECORD.size
        found = entries.records(below=seal.until_xid, most=count + 1)
        if b"".join(found) != records:
            entries.drain()
            raise _Found(_named(seal, split_records(records), found))
        self.entries += count

    def _look_beyond(self) -> None:
        """Entries after the last seal wait for theirs; those of another era belong nowhere."""
        era, start = self.start
        self.unsealed = AuditEntry.objects.filter(era=era, written_xid__gte=start).count()
        stray = AuditEntry.objects.exclude(era__range=(1, era)).order_by("era", "written_xid", "id").first()
        if stray is not None:
            raise _Found(Broken(Flaw.INSERTED, self.height, stray.pk, stray.at))


class _Entries:
    """Records of a stream of lines, taken as far as a seal reaches."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self.stream = stream

    def records(self, *, below: int, most: int) -> list[bytes]:
        """Those that transactions below `below` wrote; no more than `most`."""
        taken: list[bytes] = []
        for line in self.stream:
            if xid_of(line) >= below:
                self.stream = chain((line,), self.stream)
                break
            taken.append(record_of(line))
            if len(taken) == most:
                break
        return taken

    def drain(self) -> None:
        """Let the stream end: the connection answers nothing else before."""
        for _ in self.stream:
            pass


def batches(seals: Iterator[AuditSeal]) -> Iterator[list[AuditSeal]]:
    """Seals of one era, with no more entries together than are read at once."""
    batch: list[AuditSeal] = []
    entries = 0
    for seal in seals:
        if batch and (entries + seal.count > BATCH or seal.era != batch[0].era):
            yield batch
            batch, entries = [], 0
        batch.append(seal)
        entries += seal.count
    if batch:
        yield batch


def _is_the_witness(seal: AuditSeal, records: bytes | memoryview | None) -> bool:
    return (
        records is not None
        and len(records) == seal.count * RECORD.size
        and merkle_root(split_records(bytes(records))) == bytes(seal.root)
    )


def _named(seal: AuditSeal, witnessed: Sequence[bytes], found: Sequence[bytes]) -> Broken:
    """What does not fit first, by the records as they were sealed and as they are now."""
    place = next(
        (n for n, (was, now) in enumerate(zip(witnessed, found, strict=False)) if was != now),
        min(len(witnessed), len(found)),
    )
    was = told_by(witnessed[place]) if place < len(witnessed) else None
    now = told_by(found[place]) if place < len(found) else None
    if was is not None and now is not None and was[0] == now[0]:
        return Broken(Flaw.ALTERED, seal.height, *was)
    if was is not None and not AuditEntry.objects.filter(pk=was[0]).exists():
        return Broken(Flaw.REMOVED, seal.height, *was)
    if now is not None and now[0] not in {told_by(record)[0] for record in witnessed}:
        return Broken(Flaw.INSERTED, seal.height, *now)
    stranger = now if now is not None and found[place] not in set(witnessed) else was or now
    return Broken(Flaw.REORDERED, seal.height, *(stranger or ()))
