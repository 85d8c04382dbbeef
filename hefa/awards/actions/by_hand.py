"""新增學習時數: rows that one officer enters by hand. Beyond some twenty, another officer reviews them (T14)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.queries import has_signed_sheet
from hefa.awards.actions.enter import EnteredRow, EntryAnswer, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource
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
    before = Award.objects.filter(
        offering=offering, source=AwardSource.HAND, entered_by=officer.account_id, revoked_at__isnull=True
    )
    stand = on_one_word(entered=before.count(), rows=len(rows), alone=alone, signed_sheet=has_signed_sheet(offering))
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
