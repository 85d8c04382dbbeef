"""重新判讀: what a scan that was put aside comes to when its officer has it decided again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.actions import OfferingCancelled, SettledBefore, StillUnreadable, retry_quarantined
from hefa.awards.models import Review
from hefa.awards.names import Refusal, ReviewReason
from hefa.awards.queries import review_for
from hefa.awards.rules import Noted, Refused
from hefa.awards.rules import Review as ToReview
from hefa.organisers.models import Officer

UNREADABLE = "仍無法判讀。請依紙本簽到補登時數，再選「不核發」並註明已補登。"
CANCELLED = "期別已取消，不能核發時數。如實際仍有辦理，請先恢復期別。"


@dataclass(frozen=True, slots=True)
class Retried:
    """`problem` says why the scan still waits, empty when it is settled; `ask` are reasons to be confirmed."""

    problem: str = ""
    ask: tuple[ReviewReason, ...] = ()


def retried(
    review: Review, *, reason: str, officer: Officer, at: datetime, confirmed: frozenset[ReviewReason] = frozenset()
) -> Retried:
    """Have the scan decided again. Raises SettledBefore."""
    try:
        decision = retry_quarantined(review=review, reason=reason, confirmed=confirmed, officer=officer, at=at)
    except StillUnreadable:
        return Retried(UNREADABLE)
    except OfferingCancelled:
        return Retried(CANCELLED)
    match decision:
        case ToReview(reasons):
            words = "、".join(str(one.label) for one in reasons)
            return Retried(f"判讀結果：{words}。確定要核發時，請再按一次「送出」。", reasons)
        case Refused(refusal) if refusal != Refusal.ALREADY_AWARDED:
            return Retried(f"判讀結果：{refusal.label}。沒有核發，請選「不核發」並填寫原因。")
        case Noted():
            return Retried("判讀結果：簽到或簽退，單獨不核發時數。請核對簽到退後補登時數，再選「不核發」。")
    return Retried()


def retried_together(
    offering: Offering, reviews: Collection[UUID], *, reason: str, officer: Officer, at: datetime
) -> int:
    """Have these decided again, one after the other, and return how many are settled."""
    settled = 0
    for public_id in sorted(reviews):
        review = review_for(offering, public_id)
        try:
            settled += review is not None and not retried(review, reason=reason, officer=officer, at=at).problem
        except SettledBefore:
            continue
    return settled


def confirmed_reasons(text: str) -> frozenset[ReviewReason]:
    """The reasons that an officer has seen, as the page's hidden field names them."""
    return frozenset(ReviewReason(one) for one in text.split("-") if one in ReviewReason.values)
