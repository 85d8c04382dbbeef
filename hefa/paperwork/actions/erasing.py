"""刪除: what the law does not keep goes at once; what it keeps is told before."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hefa.accounts.actions import close_account
from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.forget import unnamed_codes
from hefa.awards.models import Award, Scan
from hefa.codes.actions import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.learners.models import AccountLink, Learner, LearnerMerge
from hefa.organisers.models import Officer, Operator
from hefa.paperwork.actions.retention.people import WALK_IN_KEPT, forget_walk_ins
from hefa.paperwork.models import EcpaName


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes and what stays when somebody is erased. `whole`: nothing holds the person, who goes with the number."""

    awards: int
    scans: int
    codes: int
    codes_kept: int
    accounts: int
    accounts_in_office: int
    portal_names: int
    merged: bool

    @property
    def whole(self) -> bool:
        return not (self.awards or self.scans or self.merged or self.accounts_in_office)


def erasure_of(learner: Learner) -> Erasure:
    """The preview: nothing is changed."""
    codes = PersonalCode.objects.filter(learner=learner)
    going = unnamed_codes(codes).count()
    own = AccountLink.objects.filter(learner=learner, proven_at__isnull=False)
    closing = _closing(learner)
    return Erasure(
        awards=Award.objects.filter(learner=learner).count(),
        scans=Scan.objects.filter(learner=learner).count(),
        codes=going,
        codes_kept=codes.count() - going,
        accounts=len(closing),
        accounts_in_office=own.count() - len(closing),
        portal_names=EcpaName.objects.filter(learner=learner).count(),
        merged=LearnerMerge.objects.filter(Q(kept=learner) | Q(gone=learner)).exists(),
    )


@transaction.atomic
def erase(*, learner: Learner, by: Account, at: datetime) -> None:
    """Void every code and remove those that nothing names; close the proven account with its address; and let the
    person go altogether when no award or scan is left that the law keeps.
    """
    actor, public_id = Actor.account(by.public_id), learner.public_id
    preview = erasure_of(learner)
    void_codes(learner=learner, actor=actor, at=at)
    unnamed_codes(PersonalCode.objects.filter(learner=learner)).delete()
    closing = _closing(learner)
    for account in closing:
        close_account(account=account, by=by, at=at)
    AccountLink.objects.filter(learner=learner, account__in=closing).delete()
    EcpaName.objects.filter(learner=learner).delete()
    Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    forgotten = forget_walk_ins(learners=[learner.pk], at=at + WALK_IN_KEPT)
    record(
        at=at,
        actor=actor,
        verb=Verb.ERASED,
        subject_kind="learner",
        subject_id=public_id,
        facts={"codes": preview.codes, "accounts": preview.accounts, "person": forgotten, "awards": preview.awards},
    )


def _closing(learner: Learner) -> list[Account]:
    """The person's proven account, unless somebody acts for an organiser or the site with it."""
    own = Account.objects.filter(learner_link__learner=learner, learner_link__proven_at__isnull=False)
    in_office = Officer.objects.filter(account=OuterRef("pk"), ended_at__isnull=True)
    operates = Operator.objects.filter(account=OuterRef("pk"), until_date__isnull=True)
    return list(own.filter(~Exists(in_office), ~Exists(operates)))


def void_codes(*, learner: Learner, actor: Actor, at: datetime) -> int:
    """Void every code of somebody who wants no further use; returns how many."""
    codes = list(PersonalCode.objects.filter(learner=learner, voided_at__isnull=True))
    for code in codes:
        void_code(code=code, reason=VoidReason.OWNER, actor=actor, at=at)
    return len(codes)
