"""異常提示: what may be worth a look is listed for the officer and the auditor, and marked once looked at."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils.timezone import localtime

from hefa.activities.models import Offering
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import EnteredRow, enter_by_hand
from hefa.awards.models import Award, HintMark
from hefa.awards.names import HintKind
from hefa.awards.queries import hand_shares, hints_of
from hefa.codes.models import CodeHolder
from hefa.codes.queries import static_text
from tests.cast import NOW, World, a_gate, a_walk_in, an_activity, an_id, an_offering
from tests.door import scan_over_http
from tests.web.learner.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.control("T14")]


def scanned(world: World, count: int, *, offering: Offering | None = None, holder: CodeHolder | None = None) -> None:
    gate = a_gate(world.alice, offering or world.offering)
    for number in range(1, count + 1):
        made = a_walk_in(number, name=f"林{number}", holder=holder)
        holder = made.code.holder if holder is not None or number == 1 else holder
        assert scan_over_http(gate, static_text(made.code))["verdict"] == "AWARDED"


def kinds(world: World, *, most: int = 100) -> list[str]:
    found = hints_of(Offering.objects.all(), codes_of_one_browser=most, at=NOW)
    return sorted(hint.kind for hint in found)


@pytest.mark.control("T5")
def test_the_same_person_in_two_places(world: World, alice: Client) -> None:
    elsewhere = an_offering(an_activity(world.organiser, name="溪流觀察", code="Stream01"))
    scanned(world, 1)
    scanned(world, 1, offering=elsewhere)
    assert kinds(world) == [HintKind.OVERLAP]
    page = text_of(alice.get("/backoffice/hints/"))
    assert "同一人時間重疊" in page and "林1" in page and "溪流觀察 第 1 期" in page


def test_fifty_awards_of_one_station_within_a_minute(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    for number in range(49):
        scan_over_http(gate, static_text(a_walk_in(number + 1).code), at=NOW)
    assert kinds(world) == []
    scan_over_http(gate, static_text(a_walk_in(50).code), at=NOW)
    assert kinds(world) == [HintKind.RUSH]


@pytest.mark.control("T3")
def test_one_browser_with_the_codes_of_many(world: World, alice: Client) -> None:
    scanned(world, 7)
    assert [kinds(world, most=7), kinds(world, most=6)] == [[], [HintKind.BROWSER]]
    page = text_of(alice.get("/backoffice/hints/"))
    assert "同一瀏覽器在 24 小時內建立 7 人的條碼，其中 7 筆在這裡取得時數" in page and "林7" in page


def test_many_rows_by_hand(world: World) -> None:
    rows = [EnteredRow(national_id=an_id(number), name="何冠廷", unit_id=None) for number in range(1, 11)]
    enter_by_hand(offering=world.offering, rows=rows[:9], alone=99, officer=world.alice, at=NOW)
    assert kinds(world) == []
    enter_by_hand(offering=world.offering, rows=rows[9:], alone=99, officer=world.alice, at=NOW)
    assert kinds(world) == [HintKind.BY_HAND]
    assert [(one.by_hand, one.percent) for one in hand_shares(Offering.objects.all(), at=NOW)] == [(10, 100)]


def test_the_statements_do_not_grow_with_the_hints(
    world: World, alice: Client, django_assert_max_num_queries: object
) -> None:
    scanned(world, 8)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert len(hints_of(Offering.objects.all(), codes_of_one_browser=2, at=NOW)) == 1


@override_settings(HEFA_CODES_OF_ONE_BROWSER=2)
def test_a_hint_is_marked_once_with_a_note_by_whoever_may(
    world: World, alice: Client, bob: Client, charlie: Client, dora: Client, audrey: Client
) -> None:
    scanned(world, 3)
    [hint] = hints_of(Offering.objects.all(), codes_of_one_browser=2, at=NOW)
    told = {"kind": hint.kind.value, "subject": hint.subject, "note": "現場平板"}
    assert "請填寫說明" in text_of(alice.post("/backoffice/hints/marking/", told | {"note": ""}, follow=True))
    charlie.post("/backoffice/hints/marking/", told)
    assert dora.post("/backoffice/hints/marking/", told).status_code == 403
    assert not HintMark.objects.exists()
    assert "已標示為已查看" in text_of(alice.post("/backoffice/hints/marking/", told, follow=True))
    assert "已由其他承辦人標示" in text_of(bob.post("/backoffice/hints/marking/", told, follow=True))
    mark = HintMark.objects.get()
    assert (mark.marked_by, mark.note) == (world.alice.account, "現場平板")
    assert AuditEntry.objects.filter(verb=Verb.HINT_MARKED).count() == 1
    page = text_of(bob.get("/backoffice/hints/"))
    assert "未查看 0 項" in page and "Alice：現場平板" in page
    looked_at = text_of(audrey.get("/backoffice/auditing/hints/"))
    assert "現場平板" in looked_at and "林○" in looked_at and "林1" not in looked_at
    assert "人工登錄比例" in looked_at


def test_nothing_of_others_and_nothing_old(world: World, charlie: Client, olga: Client) -> None:
    scanned(world, 8)
    assert "沒有提示" in text_of(charlie.get("/backoffice/hints/"))
    later = localtime(NOW) + timedelta(days=200)
    assert hints_of(Offering.objects.all(), codes_of_one_browser=2, at=later) == []
    shares = text_of(olga.get("/operator/hand-rows/"))
    assert world.organiser.name in shares and "0%" in shares
    assert Award.objects.count() == 8
