"""合併: one organiser goes on in another. Nothing that it held is rewritten, so it can be undone 取消合併."""

from datetime import date, datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.notes import note_organiser
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import standing_offices


class MergeRefused(Exception):
    """It cannot be merged or taken apart as it stands now; the message is the sentence to show."""


@transaction.atomic
def merge_organiser(
    *, organiser: Organiser, successor: Organiser, reason: str, by: Account, at: datetime, today: date
) -> int:
    """Let `organiser` go on in `successor`; its officers get the same duties there, and their number is returned.

    Raises MergeRefused unless both stand. Deputies stop: they are appointed anew where they are needed.
    """
    _hold(organiser, successor)
    closed = {"disabled_at__isnull": True, "successor__isnull": True}
    if not Organiser.objects.filter(pk=successor.pk, **closed).exclude(pk=organiser.pk).exists():
        raise MergeRefused("要併入的開課單位已停用或已合併，請重新選擇。")
    merged = Organiser.objects.filter(pk=organiser.pk, **closed)
    if not merged.update(successor=successor, merged_at=at, merged_by=by, merge_reason=reason):
        raise MergeRefused("這個開課單位已停用或已合併。")
    moved = _move_officers(organiser, successor, on=today)
    ending = Officer.objects.filter(organiser=organiser, ended_at__isnull=True)
    ending.update(ended_at=at, ended_by=by, end_reason=reason)
    actor, facts = Actor.account(by.public_id), {"successor": str(successor.public_id), "officers": len(moved)}
    note_organiser(Verb.ORGANISER_MERGED, organiser, actor, at, **facts)
    note_organiser(Verb.ORGANISER_TAKEN_IN, successor, actor, at, merged=str(organiser.public_id))
    return len(moved)


@transaction.atomic
def unmerge_organiser(*, organiser: Organiser, reason: str, by: Account, at: datetime) -> None:
    """取消合併: it stands alone again, with the officers that it had; the offices that they got by the merge end.

    Raises MergeRefused when it is not merged, or when the successor would be left without anybody.
    """
    if organiser.successor is None or organiser.merged_at is None:
        raise MergeRefused("這個開課單位沒有合併。")
    _hold(organiser, organiser.successor)
    parted = Organiser.objects.filter(pk=organiser.pk, merged_at=organiser.merged_at)
    if not parted.update(successor=None, merged_at=None, merged_by=None, merge_reason=""):
        raise MergeRefused("這個開課單位沒有合併。")
    came = Officer.objects.filter(moved_from__organiser=organiser, ended_at__isnull=True)
    came.update(ended_at=at, ended_by=by, end_reason=reason)
    left = Officer.objects.filter(
        organiser=organiser.successor,
        ended_at__isnull=True,
        until_date__isnull=True,
        duties__contains=[Duty.MANAGE.value],
    )
    if not left.exists():
        raise MergeRefused("取消合併後，併入的開課單位將沒有可維護活動的承辦人，請先為它指派承辦人。")
    back = Officer.objects.filter(organiser=organiser, ended_at=organiser.merged_at)
    back.update(ended_at=None, ended_by=None, end_reason="")
    actor = Actor.account(by.public_id)
    note_organiser(Verb.ORGANISER_PARTED, organiser, actor, at, successor=str(organiser.successor.public_id))


def _hold(*organisers: Organiser) -> None:
    """In the order of their row numbers, so that two merges of the same pair do not wait for each other."""
    held = Organiser.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(pk__in=[one.pk for one in organisers]).order_by("pk"))


def _move_officers(organiser: Organiser, successor: Organiser, *, on: date) -> list[Officer]:
    """Those without an office of their own at the successor get one like the one that they had."""
    there = standing_offices(on=on).filter(organiser=successor, until_date__isnull=True).values("account")
    leaving = standing_offices(on=on).filter(organiser=organiser, deputises__isnull=True)
    return Officer.objects.bulk_create(
        Officer(
            account_id=one.account_id,
            organiser=successor,
            duties=one.duties,
            from_date=on,
            until_date=one.until_date,
            moved_from=one,
        )
        for one in leaving.exclude(account__in=there).order_by("pk")
    )
