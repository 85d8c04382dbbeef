"""The names of the site and its announcements."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hefa.audit.names import SYSTEM
from hefa.organisers.actions import AnnouncementPlan, Overtaken, announce, name_site, withdraw_announcement
from hefa.organisers.models import Announcement, SiteNames
from hefa.organisers.names import Column
from hefa.organisers.queries import announcements_on, site_names
from tests.cast import NOW, an_account

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def name(version: int, agency: str) -> None:
    name_site(version=version, agency=agency, name="", english_name="", actor=SYSTEM, at=NOW)


def put_up(text: str, **changes: object) -> Announcement:
    told = {"column": Column.NEWS, "text": text, "link": "", "place": 0, "shown_from": TODAY, "shown_until": None}
    return announce(plan=AnnouncementPlan(**told | changes), changed=None, version=0, actor=SYSTEM, at=NOW)  # type: ignore[arg-type]


def test_the_site_is_named_by_one_row_and_nobody_is_overwritten() -> None:
    assert site_names().version == 0
    name(0, "環境部")
    with pytest.raises(Overtaken):
        name(0, "先讀到空白的人")
    name(1, "環境保護部")
    with pytest.raises(Overtaken):
        name(1, "先讀到舊名的人")
    assert (site_names().agency, site_names().version) == ("環境保護部", 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteNames.objects.create(pk=2)


def test_announcements_stand_in_their_columns_by_place_and_date() -> None:
    film = {"column": Column.FILM, "link": "https://example.org/film"}
    put_up("影片二", place=2, **film)
    put_up("影片一", place=1, **film)
    put_up("舊聞", shown_from=TODAY - timedelta(days=3))
    put_up("新聞")
    put_up("明天", shown_from=TODAY + timedelta(days=1))
    put_up("昨天為止", shown_from=TODAY - timedelta(days=9), shown_until=TODAY - timedelta(days=1))
    gone = put_up("撤下")
    account = an_account("olga")
    assert withdraw_announcement(announcement=gone, by=account, at=NOW)
    assert not withdraw_announcement(announcement=gone, by=account, at=NOW)
    assert [one.text for one in announcements_on(TODAY)] == ["新聞", "舊聞", "影片一", "影片二"]


def test_a_film_without_its_link_is_refused_by_the_table() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        put_up("影片", column=Column.FILM)


def test_of_two_who_change_an_announcement_the_second_is_told() -> None:
    first = put_up("第一版")
    plan = AnnouncementPlan(Column.NEWS, "第二版", "", 0, TODAY, None)
    announce(plan=plan, changed=first, version=1, actor=SYSTEM, at=NOW)
    with pytest.raises(Overtaken):
        announce(plan=plan, changed=first, version=1, actor=SYSTEM, at=NOW)
