"""Rows that one officer enters by hand, at desk or gate. Beyond some twenty another officer reviews them (T14)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.queries import has_signed_sheet
from hefa.awards.actions.drafts import Draft
from hefa.awards.actions.enter import EnteredRow, EntryAnswer, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, Flag
from hefa.awards.rules.by_hand import on_one_word
from hefa.organisers.models import Officer


@transaction.atomic
def enter_by_hand(
    *,
    offering: Offering,
    rows: Sequence[EnteredRow],
    alone: int,
    officer: Officer,
    at: datetime,
    late_reason: str = "",
) -> list[EntryAnswer]:
    """As `enter_awards`, but only `alone` rows of this officer at this offering stand on one word.

    The rest are 待覆核 until another officer has reviewed them, unless the signed sheet is attached. One officer's
    rows are counted one request after the other.
    """
    Account.objects.select_for_update(no_key=True).get(pk=officer.account_id)
    stand = _standing_alone(offering, officer.account_id, rows=len(rows), alone=alone)
    return enter_awards(
        offering=offering,
        rows=rows,
        source=AwardSource.HAND,
        reviewed=True,
        officer=officer,
        at=at,
        late_reason=late_reason,
        standing=stand,
    )


def count_rows_of_gates(drafts: Sequence[Draft], *, account_id: int) -> None:
    """現場登錄 and 查詢姓名 at a gate are rows by hand of the officer whose station it is, on whichever phones.

    Beyond `HEFA_HAND_ROWS_ALONE` they wait for another officer, as those of the desk do; both are counted together.
    A late one, which nobody has given a reason for, is nobody's row.
    """
    by_hand: dict[Offering, list[Draft]] = {}
    for draft in drafts:
        award, offering = draft.award, draft.reading.offering
        if award and offering and award.source == AwardSource.HAND and Flag.LATE_ENTRY not in award.flags:
            by_hand.setdefault(offering, []).append(draft)
    if by_hand:
        Account.objects.select_for_update(no_key=True).get(pk=account_id)
    for offering, rows in by_hand.items():
        stand = _standing_alone(offering, account_id, rows=len(rows), alone=settings.HEFA_HAND_ROWS_ALONE)
        for place, draft in enumerate(rows):
            if draft.award is not None:
                draft.award = replace(draft.award, entered_by_id=account_id, reviewed=place < stand)


def _standing_alone(offering: Offering, account_id: int, *, rows: int, alone: int) -> int:
    """How many of the rows hold at once. The caller has locked the account."""
    before = Award.objects.filter(
        offering=offering, source=AwardSource.HAND, entered_by=account_id, revoked_at__isnull=True
    )
    return on_one_word(entered=before.count(), rows=rows, alone=alone, signed_sheet=has_signed_sheet(offering))
