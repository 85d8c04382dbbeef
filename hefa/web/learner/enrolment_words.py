"""An enrolment as its learner reads it."""

from dataclasses import dataclass
from uuid import UUID

from hefa.activities.models import Enrolment
from hefa.activities.names import EnrolmentState
from hefa.activities.queries import waiting_places
from hefa.web.learner.activity_cards import moment_words, time_words, title_of
from hefa.web.shell.language import Language, Words

STATES = {
    EnrolmentState.PENDING: "state_pending",
    EnrolmentState.APPROVED: "state_approved",
    EnrolmentState.WAITING: "state_waiting",
    EnrolmentState.DECLINED: "state_declined",
    EnrolmentState.WITHDRAWN: "state_withdrawn",
}
LOOKS = {EnrolmentState.PENDING: "state-waiting", EnrolmentState.WAITING: "state-waiting"}
ENDED = (EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class EnrolmentWords:
    """One line of 我的報名. `stands` tells that it can be withdrawn, as far as its state goes."""

    public_id: UUID
    offering_id: UUID
    title: str
    held_at: str
    place: str
    organiser: str
    state: str
    look: str
    stands: bool
    withdrawn: bool
    enrolled_at: str
    message: str


def enrolment_words(
    enrolment: Enrolment, said: Words, language: Language, *, place: int | None = None
) -> EnrolmentWords:
    """In the page's language; `place` in the waiting list is looked up when the caller has not."""
    offering, state = enrolment.offering, EnrolmentState(enrolment.state)
    if place is None:
        waits = state == EnrolmentState.WAITING
        place = waiting_places([offering.pk]).get(enrolment.pk, 0) if waits else 0
    cancelled = offering.cancelled_at is not None
    ended = cancelled or state in ENDED
    return EnrolmentWords(
        public_id=enrolment.public_id,
        offering_id=offering.public_id,
        title=title_of(offering, said),
        held_at=time_words(offering.starts_at, offering.ends_at, language),
        place=offering.activity.place,
        organiser=offering.activity.organiser.name,
        state=said["state_cancelled"] if cancelled else said[STATES[state]].format(place=place),
        look="state-failed" if ended else LOOKS.get(state, ""),
        stands=not ended,
        withdrawn=state == EnrolmentState.WITHDRAWN and not cancelled,
        enrolled_at=moment_words(enrolment.enrolled_at, language),
        message=enrolment.message,
    )
