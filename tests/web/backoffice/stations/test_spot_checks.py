"""抽查末四碼 in the back office: what each gate was asked, whose card was another's, what is done about it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Activity
from hefa.awards.actions import answer_spot_check, mark_hint
from hefa.awards.models import Award, Scan
from hefa.awards.names import HintKind
from hefa.codes.queries import static_text
from tests.awards.phone import an_asked_id, pass_of, scan, scan_code
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, an_id, told
from tests.web.backoffice.conftest import address
from tests.web.learner.pages import text_of

pytestmark = pytest.mark.django_db
EMPTY = "還沒有抽查"


def checked(gate: Gate, number: int, name: str, *, matched: bool | None) -> Award:
    """Somebody is scanned and asked for; the helper answers, or with None passes it over."""
    scan_id = an_asked_id()
    assert scan_code(gate, static_text(a_walk_in(number, name=name).code), scan_id=scan_id).spot_check
    if matched is not None:
        last4 = an_id(number).last4 if matched else "0000"
        assert answer_spot_check(station=pass_of(gate), scan_id=scan_id, last4=last4, at=NOW) is matched
    return Award.objects.get(scans__scan_id=scan_id)


def stations(browser: Client, world: World) -> str:
    return text_of(browser.get(address(world, "stations/")))


def unanswered(page: str) -> list[str]:
    """What stands in the last column of the figures, row by row."""
    return [part.split("</td>")[0] for part in page.split('aria-hidden="true">未回答</span>')[1:]]


def test_the_figures_are_told_by_gate_and_together(world: World, alice: Client) -> None:
    assert EMPTY in stations(alice, world)
    gates = [a_gate(world.alice, world.offering), a_gate(world.bob, world.offering)]
    for number, (gate, matched) in enumerate([(0, True), (0, True), (0, None), (1, False), (1, None), (1, None)]):
        checked(gates[gate], number + 1, f"林{number}", matched=matched)
    scan_code(gates[0], static_text(a_walk_in(20).code), scan_id=an_asked_id(asked=False))
    page = stations(alice, world)
    assert "抽查 6 人：相符 2，不符 1，未回答 3" in page and EMPTY not in page
    assert unanswered(page) == ["1", "2"]
    assert "林3" in page and "林0" not in page


@pytest.mark.control("T4")
def test_an_officer_takes_back_the_hours_of_somebody_elses_card(world: World, alice: Client) -> None:
    award = checked(a_gate(world.alice, world.offering), 1, "林大同", matched=False)
    hint = text_of(alice.get("/backoffice/hints/"))
    assert "抽查末四碼不符" in hint and "林大同" in hint and "刪除這筆時數；輸入有誤，請填寫說明" in hint
    sent = {"award": str(award.public_id), f"version-{award.public_id}": str(award.version)}
    assert "刪除時數<" in stations(alice, world)
    assert f'name="version-{award.public_id}" value="{award.version}"' in stations(alice, world)
    assert "下列 1 位學員的時數將刪除" in text_of(alice.post(address(world, "awards/revocation/"), sent))
    alice.post(address(world, "awards/revocation/"), sent | {"reason": "非本人"})
    assert "沒有提示" in text_of(alice.get("/backoffice/hints/"))
    page = stations(alice, world)
    assert "不符 1 筆" in page and "承辦人刪除" in page and "刪除時數<" not in page


def test_or_says_what_it_was(world: World, alice: Client) -> None:
    award = checked(a_gate(world.alice, world.offering), 1, "林大同", matched=False)
    mark = {"kind": HintKind.SPOT_CHECK.value, "subject": str(award.public_id), "note": "看錯一碼"}
    assert "已標示為已查看" in text_of(alice.post("/backoffice/hints/marking/", mark, follow=True))
    assert "Alice：看錯一碼" in stations(alice, world)
    assert Award.objects.get().revoked_at is None


@pytest.mark.control("T4")
def test_an_undo_at_the_gate_does_not_hide_it_from_the_officer(world: World, alice: Client) -> None:
    gate = a_gate(world.alice, world.offering)
    checked(gate, 1, "林大同", matched=False)
    [scanned] = Scan.objects.all()
    item = told(gate, kind="undo", source="hand", undoes=str(scanned.scan_id), reason="掃錯人", seq=2)
    assert scan(gate, item)[0].verdict == "UNDONE"
    assert "提示 1 項" in text_of(alice.get("/backoffice/hints/"))
    assert "現場復原" in stations(alice, world)


def test_the_history_of_the_award_tells_of_it(world: World, alice: Client) -> None:
    award = checked(a_gate(world.alice, world.offering), 1, "林大同", matched=False)
    assert "抽查末四碼：不符" in text_of(alice.get(address(world, f"awards/{award.public_id}/history/")))


def test_whoever_may_only_read_sees_it_and_others_see_nothing(world: World, dora: Client, charlie: Client) -> None:
    award = checked(a_gate(world.alice, world.offering), 1, "林大同", matched=False)
    page = stations(dora, world)
    assert "林大同" in page and f"version-{award.public_id}" not in page
    assert charlie.get(address(world, "stations/")).status_code == 404
    assert "林大同" not in text_of(charlie.get("/backoffice/hints/"))


def audited(auditor: Client, world: World) -> str:
    return text_of(auditor.get(f"/backoffice/auditing/offerings/{world.offering.public_id}/"))


@pytest.mark.control("T4")
def test_an_auditor_reads_the_figures_by_gate_and_by_organiser_and_no_name(world: World, audrey: Client) -> None:
    assert "沒有抽查" in audited(audrey, world) and "最近半年沒有抽查" in text_of(
        audrey.get("/backoffice/auditing/hints/")
    )
    gates = [a_gate(world.alice, world.offering), a_gate(world.bob, world.offering)]
    for number, (gate, matched) in enumerate([(0, True), (0, None), (1, False), (1, None), (1, None)]):
        checked(gates[gate], number + 1, "林大同", matched=matched)
    page = audited(audrey, world)
    assert "抽查 5 人：相符 1，不符 1，未回答 3" in page and "林大同" not in page
    assert unanswered(page) == ["1", "2"]
    of_all = text_of(audrey.get("/backoffice/auditing/hints/"))
    assert unanswered(of_all) == ["3"] and world.organiser.name in of_all and "林大同" not in of_all


def test_whose_organiser_is_not_audited_is_not_counted(world: World, audrey: Client) -> None:
    elsewhere = world.other_offering
    checked(a_gate(world.charlie, elsewhere), 1, "林大同", matched=None)
    assert "最近半年沒有抽查" in text_of(audrey.get("/backoffice/auditing/hints/"))
    assert audrey.get(f"/backoffice/auditing/offerings/{elsewhere.public_id}/").status_code == 404


def test_where_it_is_off_the_pages_say_so(world: World, alice: Client, audrey: Client) -> None:
    Activity.objects.update(spot_check=False)
    assert "這個活動不抽查末四碼" in stations(alice, world)
    assert "這個活動不抽查末四碼" in audited(audrey, world)


def test_the_statements_do_not_grow_with_the_rows(world: World, alice: Client) -> None:
    gate, costs = a_gate(world.alice, world.offering), []
    for number in (1, 2, 3):
        award = checked(gate, number, f"林{number}", matched=False)
        mark_hint(kind=HintKind.SPOT_CHECK, subject=str(award.public_id), note="看錯", officer=world.alice, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            stations(alice, world)
        costs.append(len(captured.captured_queries))
    assert costs[0] == costs[2]
