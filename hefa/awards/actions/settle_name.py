"""待覆核（姓名不符）: whether the name that was typed and the one on record are one person's."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from hefa.activities.queries import has_signed_sheet
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import ReasonMissing, review_by
from hefa.awards.models import Award, AwardCorrection
from hefa.awards.names import AwardState, CorrectionKind
from hefa.learners.actions import correct_name
from hefa.organisers.models import Officer

SAVED = ("state", "state_changed_at", "needs_second_officer", "reviewed_at", "reviewed_by", "version")


class NameAnswer(Enum):
    """What became of a name: settled, moved on meanwhile, or to be reviewed by another officer."""

    SETTLED = "settled"
    OVERTAKEN = "overtaken"
    ANOTHER_OFFICER = "another_officer"


@transaction.atomic
def settle_name(
    *, award: Award, version: int, same_person: bool, take_name: bool, reason: str, officer: Officer, at: datetime
) -> NameAnswer:
    """Settle a name that differs, of a scan as of a row that was entered by hand or file.

    `same_person` passes the award, otherwise it fails; with `take_name` the learner is from now on called what was
    typed (a changed name, or a slip when the first code was made). Whoever entered a row that asks a second officer
    may fail it, not pass it.
    """
    if not reason.strip():
        raise ReasonMissing
    row = Award.objects.select_for_update(of=("self",)).select_related("learner", "code", "offering").get(pk=award.pk)
    if not row.stands_as(version) or not row.name_waits:
        return NameAnswer.OVERTAKEN
    if same_person and row.awaits_another_than(officer.account_id) and not has_signed_sheet(row.offering):
        return NameAnswer.ANOTHER_OFFICER
    if same_person:
        review_by(row, officer=officer, at=at)
    row.state, row.state_changed_at = AwardState.REVIEWED if same_person else AwardState.FAILED, at
    row.version += 1
    row.save(update_fields=SAVED)
    AwardCorrection.objects.create(
        award=row,
        version=row.version,
        kind=CorrectionKind.NAME,
        corrected_at=at,
        corrected_by=officer.account,
        reason=reason.strip(),
    )
    actor = Actor.account(officer.account.public_id)
    if same_person and take_name and row.typed_name is not None:
        correct_name(learner=row.learner, name=row.typed_name, actor=actor, at=at)
    record(
        at=at,
        actor=actor,
        verb=Verb.NAME_SETTLED,
        subject_kind="award",
        subject_id=row.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"outcome": "same" if same_person else "other", "version": row.version},
    )
    return NameAnswer.SETTLED
