"""Name the site; put up and withdraw announcements."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Announcement, SiteNames
from hefa.organisers.names import Column


class Overtaken(Exception):
    """Somebody else changed it since it was read: nothing was saved."""


@dataclass(frozen=True, slots=True)
class AnnouncementPlan:
    """What an announcement says, where and when."""

    column: Column
    text: str
    link: str
    place: int
    shown_from: date
    shown_until: date | None


@transaction.atomic
def name_site(*, version: int, agency: str, name: str, english_name: str, actor: Actor, at: datetime) -> None:
    """Set the names at the head of each page; an empty one is as the environment says. Raises Overtaken."""
    names = {"agency": agency, "name": name, "english_name": english_name}
    if version == 0:
        try:
            with transaction.atomic():
                SiteNames.objects.create(pk=1, **names)
        except IntegrityError:
            raise Overtaken from None
    elif not SiteNames.objects.filter(pk=1, version=version).update(version=F("version") + 1, **names):
        raise Overtaken
    record(at=at, actor=actor, verb=Verb.SITE_NAMED, subject_kind="site", subject_id=None, facts=names)


@transaction.atomic
def announce(
    *, plan: AnnouncementPlan, changed: Announcement | None, version: int, actor: Actor, at: datetime
) -> Announcement:
    """Put up a new announcement, or say the changed one anew. Raises Overtaken."""
    if changed is None:
        announcement = Announcement.objects.create(**asdict(plan))
    else:
        announcement = changed
        held = Announcement.objects.filter(pk=changed.pk, version=version, withdrawn_at__isnull=True)
        if not held.update(version=F("version") + 1, **asdict(plan)):
            raise Overtaken
    _note(Verb.ANNOUNCED, announcement, actor, at)
    return announcement


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement, by: Account, at: datetime) -> bool:
    """撤下. False when it was withdrawn before."""
    standing = Announcement.objects.filter(pk=announcement.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at, withdrawn_by=by):
        return False
    _note(Verb.ANNOUNCEMENT_WITHDRAWN, announcement, Actor.account(by.public_id), at)
    return True


def _note(verb: Verb, announcement: Announcement, actor: Actor, at: datetime) -> None:
    record(at=at, actor=actor, verb=verb, subject_kind="announcement", subject_id=announcement.public_id)
