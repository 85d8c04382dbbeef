"""Enter learners, link accounts to them, correct names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.learners import vault
from hefa.learners.models import AccountLink, Learner
from hefa.learners.names import LinkProof, LookUpPurpose
from hefa.learners.queries import Known, Person
from hefa.units.models import Unit

LETTERS_AT_ONCE = 200


@transaction.atomic
def enter_learner(*, national_id: NationalId, name: str, unit: Unit | None, actor: Actor, at: datetime) -> Learner:
    """The learner with this number, entered if new. Nothing that is known is overwritten: this path is write-only."""
    learner, _ = vault.find_or_enter(national_id=national_id, name=name, unit=unit, at=at, actor=actor)
    return learner


def enter_learners(*, people: Sequence[Person], actor: Actor, at: datetime) -> list[Known]:
    """The learners of a whole list, in its order, entered where new; seven statements whatever its length."""
    return vault.find_or_enter_many(people=people, at=at, actor=actor)


@transaction.atomic
def look_up(
    *, national_id: NationalId, purpose: LookUpPurpose, actor: Actor, organiser_id: UUID | None, at: datetime
) -> Learner | None:
    """The learner with this number, if there is one. Who asked after whom, and why, is on record either way."""
    learner = vault.find(national_id)
    record(
        at=at,
        actor=actor,
        verb=Verb.LEARNER_LOOKED_UP,
        subject_kind="learner",
        subject_id=learner.public_id if learner else None,
        organiser_id=organiser_id,
        facts={"purpose": purpose.value},
    )
    return learner


def number_ends_in(learner: Learner, last4: str) -> bool:
    """Whether a card with this last four is the learner's. Nothing else is told; whoever asks puts it on record."""
    return vault.number_ends_in(learner, last4)


@transaction.atomic
def link_account(*, account: Account, national_id: NationalId, unit: Unit | None, at: datetime) -> AccountLink:
    """Note whom an account says to be. Unproven, always (scan protocol, part 1), and alike for a known number."""
    actor = Actor.account(account.public_id)
    learner = enter_learner(national_id=national_id, name=account.name, unit=unit, actor=actor, at=at)
    link = AccountLink.objects.create(
        public_id=uuid4(),
        account=account,
        learner=learner,
        id_last4=national_id.last4,
        unit=unit,
        linked_at=at,
        owner_letter_due_at=at,
    )
    record(at=at, actor=actor, verb=Verb.ACCOUNT_LINKED, subject_kind="learner", subject_id=learner.public_id)
    return link


@transaction.atomic
def claim_owner_letters() -> Sequence[Account]:
    """The owners whose number somebody else registered since the last time, each to be told by letter once (T2b)."""
    due = AccountLink.objects.filter(owner_letter_due_at__isnull=False).order_by("pk")
    links = list(due.select_for_update(of=("self",), skip_locked=True)[:LETTERS_AT_ONCE])
    AccountLink.objects.filter(pk__in=[link.pk for link in links]).update(owner_letter_due_at=None)
    told = {link.learner_id: link.pk for link in links}
    owners = AccountLink.objects.filter(learner__in=told, proven_at__isnull=False).select_related("account")
    return [owner.account for owner in owners.order_by("pk") if owner.pk != told[owner.learner_id]]


def see_claims(*, link: AccountLink, at: datetime) -> None:
    """The owner has read who else told this number; only what comes later is shown again."""
    AccountLink.objects.filter(pk=link.pk).update(claims_seen_at=at)


@transaction.atomic
def change_unit(*, link: AccountLink, unit: Unit | None, at: datetime) -> None:
    """Another 服務單位 from now on; awards keep the unit of their own time."""
    AccountLink.objects.filter(pk=link.pk).update(unit=unit)
    actor = Actor.account(link.account.public_id)
    record(at=at, actor=actor, verb=Verb.ACCOUNT_CHANGED, subject_kind="account", subject_id=link.account.public_id)


@transaction.atomic
def prove_link(*, link: AccountLink, proof: LinkProof, actor: Actor, at: datetime) -> bool:
    """Prove a link. False when it was proven before or another account of the learner is."""
    try:
        with transaction.atomic():
            proven = AccountLink.objects.filter(pk=link.pk, proven_at__isnull=True).update(proven_at=at, proof=proof)
    except IntegrityError:
        return False
    if proven:
        record(
            at=at,
            actor=actor,
            verb=Verb.ACCOUNT_PROVEN,
            subject_kind="learner",
            subject_id=link.learner.public_id,
            facts={"account": str(link.account.public_id), "proof": proof.value},
        )
    return bool(proven)


@transaction.atomic
def correct_name(*, learner: Learner, name: str, actor: Actor, at: datetime) -> None:
    """Call a learner by another name from now on: an officer has settled that it is the same person."""
    learner.name, learner.name_corrected_at = name, at
    learner.save(update_fields=("name", "name_corrected_at"))
    record(at=at, actor=actor, verb=Verb.NAME_CORRECTED, subject_kind="learner", subject_id=learner.public_id)


def index_numbers(*, after: int, rows: int, actor: Actor, at: datetime) -> tuple[int, int]:
    """Let so many numbers beyond row `after` be found by every live key; returns how many lacked one, and the last."""
    return vault.index_anew(after=after, rows=rows, actor=actor, at=at)


def count_not_indexed() -> int:
    """Numbers that some live key does not find yet."""
    return vault.count_not_indexed()


def forget_digests(*, kid: int) -> int:
    """Remove what a retired key found numbers by; returns how many rows."""
    return vault.forget_digests(kid=kid)
