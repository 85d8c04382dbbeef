"""A roster by hand: add, change, mark as left, exempt with a reason, restore, remove."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from hefa.activities.actions import accepted_file
from hefa.audit.names import Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note
from hefa.paperwork.models import YearMember, YearProof, YearRoster
from hefa.paperwork.names.year import Matching
from hefa.paperwork.rules.roster_file import person_key


class OnRoster(Exception):
    """Somebody with this name and last four is on the roster already."""


class MemberOvertaken(Exception):
    """Another officer has changed or removed this person since the page was shown."""


class ProofKept(Exception):
    """A proof of an exemption is kept for three years, and the person with it."""


class ExemptionReasonMissing(ValueError):
    """Nobody is exempt without a reason."""


@transaction.atomic
def add_member(
    *,
    public_id: UUID,
    roster: YearRoster,
    name: str,
    id_last4: str,
    joined: date | None,
    left: date | None,
    officer: Officer,
    at: datetime,
) -> None:
    """Add one person. `public_id` comes with the form: sent twice, it adds once. Raises OnRoster."""
    _lock(roster)
    if YearMember.objects.filter(public_id=public_id, roster=roster).exists():
        return
    _not_twice(roster, name, id_last4)
    YearMember.objects.create(
        public_id=public_id,
        roster=roster,
        name=name,
        id_last4=id_last4,
        joined=joined,
        left=left,
        added_at=at,
        added_by=officer.account,
    )
    note(Verb.YEAR_MEMBER_ADDED, "year_member", public_id, officer=officer, at=at)


@transaction.atomic
def change_member(
    *,
    member: YearMember,
    version: int,
    name: str,
    id_last4: str,
    joined: date | None,
    left: date | None,
    officer: Officer,
    at: datetime,
) -> bool:
    """Correct a person, or mark as left by a day. False when nothing differs. Raises MemberOvertaken and OnRoster.

    Under another name or number a line is looked for anew, unless the officer has chosen who it is.
    """
    _lock(member.roster)
    held = _held(member, version)
    wanted = {"name": name, "id_last4": id_last4, "joined": joined, "left": left}
    changed = [field for field, value in wanted.items() if getattr(held, field) != value]
    if not changed:
        return False
    if {"name", "id_last4"} & set(changed):
        _not_twice(held.roster, name, id_last4, but=held)
        if held.matching == Matching.NOBODY:
            held.matching, held.settled_at, held.settled_by = Matching.OPEN, None, None
            changed += ["matching", "settled_at", "settled_by"]
    for field, value in wanted.items():
        setattr(held, field, value)
    _save(held, *changed)
    note(Verb.YEAR_MEMBER_CHANGED, "year_member", held.public_id, officer=officer, at=at, fields=changed)
    return True


@transaction.atomic
def exempt_member(
    *, member: YearMember, version: int, reason: str, proof: bytes | None, officer: Officer, at: datetime
) -> None:
    """豁免, with the reason and, sealed, the paper that it rests on.

    Raises MemberOvertaken, ExemptionReasonMissing, and AttachmentRefused for a paper that is not taken.
    """
    if not reason.strip():
        raise ExemptionReasonMissing
    held = _held(member, version)
    if proof is not None:
        file_type, content = accepted_file(proof)
        YearProof.objects.get_or_create(
            member=held,
            sha256=sha256(content).hexdigest(),
            defaults={"file_type": file_type, "content": content, "added_at": at, "added_by": officer.account},
        )
    held.exempt_at, held.exempt_by, held.exempt_reason = at, officer.account, reason.strip()
    _save(held, "exempt_at", "exempt_by", "exempt_reason")
    note(Verb.YEAR_MEMBER_EXEMPTED, "year_member", held.public_id, officer=officer, at=at)


@transaction.atomic
def restore_member(*, member: YearMember, version: int, officer: Officer, at: datetime) -> None:
    """Ask for the hours again: lifts the exemption and the day of leaving. Raises MemberOvertaken."""
    held = _held(member, version)
    held.exempt_at = held.exempt_by = held.left = None
    held.exempt_reason = None  # type: ignore[assignment]  # read as str, None where it is null
    _save(held, "exempt_at", "exempt_by", "exempt_reason", "left")
    note(Verb.YEAR_MEMBER_RESTORED, "year_member", held.public_id, officer=officer, at=at)


@transaction.atomic
def remove_member(*, member: YearMember, version: int, officer: Officer, at: datetime) -> None:
    """Take somebody off who should never have been on. Raises MemberOvertaken, and ProofKept while a proof is kept."""
    held = _held(member, version)
    if held.proofs.exists():
        raise ProofKept
    note(Verb.YEAR_MEMBER_REMOVED, "year_member", held.public_id, officer=officer, at=at)
    held.delete()


@transaction.atomic
def open_proof(*, proof: YearProof, officer: Officer, at: datetime) -> bytes:
    """The content of a proof, for an officer who may see it; noted."""
    note(Verb.YEAR_PROOF_OPENED, "year_proof", proof.public_id, officer=officer, at=at)
    return proof.content


def _lock(roster: YearRoster) -> None:
    YearRoster.objects.select_for_update(of=("self",)).get(pk=roster.pk)


def _held(member: YearMember, version: int) -> YearMember:
    rows = YearMember.objects.select_for_update(of=("self",)).filter(pk=member.pk, version=version)
    held = rows.select_related("roster").first()
    if held is None:
        raise MemberOvertaken
    return held


def _not_twice(roster: YearRoster, name: str, id_last4: str, *, but: YearMember | None = None) -> None:
    others = [one for one in YearMember.objects.filter(roster=roster).order_by("pk") if one != but]
    if person_key(name, id_last4) in {person_key(one.name, one.id_last4) for one in others}:
        raise OnRoster


def _save(member: YearMember, *fields: str) -> None:
    member.version += 1
    member.save(update_fields=(*fields, "version"))
