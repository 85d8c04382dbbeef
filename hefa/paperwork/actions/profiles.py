"""Copy, edit and switch 匯出格式: each time a version is added, and what papers were written with stays as it was."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.paperwork.models import ExportProfile
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import HeldProfile
from hefa.paperwork.rules import Profile


class ProfileOvertaken(Exception):
    """Another operator stored a version of this profile, or one of this code, first; nothing was changed."""


class ShippedProfile(Exception):
    """A profile of the house is copied, never edited."""


@transaction.atomic
def clone_profile(*, source: HeldProfile, code: str, label: str, note: str, operator: Account, at: datetime) -> Profile:
    """Store a copy of `source` under a code of its own, switched off until an operator has looked at it.

    Raises ProfileOvertaken when the code is taken, InvalidProfile when it is none.
    """
    if code in PROFILES:
        raise ProfileOvertaken
    copy = replace(source.profile, code=code, label=label, version=1)
    based_on = f"{source.profile.code} v{source.profile.version}"
    _store(copy, seen=0, active=False, based_on=based_on, note=note, operator=operator, at=at)
    return copy


@transaction.atomic
def edit_profile(*, held: HeldProfile, seen: int, profile: Profile, note: str, operator: Account, at: datetime) -> None:
    """Store the next version; `seen` is the version that was on screen. Raises ShippedProfile, ProfileOvertaken."""
    if held.shipped:
        raise ShippedProfile
    _store(profile, seen=seen, active=held.active, based_on=held.based_on, note=note, operator=operator, at=at)


@transaction.atomic
def switch_profile(*, held: HeldProfile, seen: int, active: bool, note: str, operator: Account, at: datetime) -> None:
    """啟用 or 停用 a profile: officers are offered those that are active. Raises ProfileOvertaken."""
    _store(held.profile, seen=seen, active=active, based_on=held.based_on, note=note, operator=operator, at=at)


def _store(
    profile: Profile, *, seen: int, active: bool, based_on: str, note: str, operator: Account, at: datetime
) -> None:
    try:
        with transaction.atomic():
            row = ExportProfile.objects.create(
                code=profile.code,
                version=seen + 1,
                data=profile.to_data(),
                based_on=based_on,
                active=active,
                note=note,
                edited_at=at,
                edited_by=operator,
            )
    except IntegrityError:
        raise ProfileOvertaken from None
    record(
        at=at,
        actor=Actor.account(operator.public_id),
        verb=Verb.PROFILE_STORED,
        subject_kind="export_profile",
        subject_id=row.public_id,
        facts={"code": row.code, "version": row.version, "active": active, "based_on": based_on},
    )
