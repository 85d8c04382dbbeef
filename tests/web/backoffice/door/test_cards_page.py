"""條碼卡, 現場海報 and 簽到暨補登表 as doors: who sees them, what they deliver, what they cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Activity
from hefa.activities.names import ScanPolicy
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.cast import World, a_gate, a_walk_in, enrolled
from tests.door import scan_over_http
from tests.web.backoffice.conftest import address

pytestmark = pytest.mark.django_db


def expect(world: World, *numbers: int) -> list[PersonalCode]:
    codes = [a_walk_in(number, name=f"學員{number:02d}", unit=world.green_water).code for number in numbers]
    for code in codes:
        enrolled(world.offering, code)
    return codes


def page(browser: Client, where: str) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def people(codes: list[PersonalCode]) -> list[str]:
    return [str(code.learner.public_id) for code in codes]


def test_who_has_no_hours_yet_is_offered_a_card_and_the_others_on_demand(alice: Client, world: World) -> None:
    codes = expect(world, 1, 2, 3)
    scan_over_http(a_gate(world.alice, world.offering), static_text(codes[0]))
    html = page(alice, address(world, "cards/"))
    assert "已准報名 3 人，尚未核發時數 2 人，條碼卡有效至 115-11-25" in html
    assert "學員02" in html and "學員03" in html and "學員01" not in html
    assert "學員01" in page(alice, address(world, "cards/?who=all"))


def test_the_ticked_get_a_pdf_and_the_codes_stay_when_it_is_printed_again(alice: Client, world: World) -> None:
    codes = expect(world, 1, 2, 3)
    for _ in range(2):
        answer = alice.post(address(world, "cards/"), {"person": people(codes[:2]), "do": "pdf"})
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
        assert "學員" not in answer["Content-Disposition"]
    made = PersonalCode.objects.filter(organiser=world.organiser)
    assert {code.learner_id for code in made} == {code.learner_id for code in codes[:2]} and made.count() == 2
    printed = AuditEntry.objects.filter(verb=Verb.CARDS_PRINTED, subject_id=world.offering.public_id)
    assert [len(entry.facts["codes"]) for entry in printed] == [2, 2]


def test_the_print_page_shows_last_four_alone_and_a_picture_each(alice: Client, world: World) -> None:
    codes = expect(world, 1, 2)
    answer = alice.post(address(world, "cards/"), {"person": people(codes), "do": "page"})
    html = answer.content.decode()
    assert html.count('class="door-card"') == 2 == len(re.findall(r'role="img" aria-label="個人條碼', html))
    assert "學員01" in html and "有效至 115-11-25" in html and "******" in html


def test_nobody_ticked_or_somebody_of_another_offering_makes_nothing(alice: Client, world: World) -> None:
    expect(world, 1)
    stranger = a_walk_in(9).code
    for sent in ({}, {"person": people([stranger])}, {"person": ["nonsense"]}):
        answer = alice.post(address(world, "cards/"), sent)
        assert "請勾選要製卡的學員" in answer.content.decode()
    assert not PersonalCode.objects.filter(organiser__isnull=False).exists()


def test_where_only_live_codes_count_the_page_says_what_to_do_instead(alice: Client, world: World) -> None:
    codes = expect(world, 1)
    Activity.objects.update(scan_policy=ScanPolicy.LIVE_ONLY)
    assert "條碼卡不能核發時數" in page(alice, address(world, "cards/"))
    alice.post(address(world, "cards/"), {"person": people(codes)})
    assert not PersonalCode.objects.filter(organiser__isnull=False).exists()


def test_without_anybody_expected_the_page_says_so(alice: Client, world: World) -> None:
    assert "沒有已准報名的學員" in page(alice, address(world, "cards/"))


def test_cards_are_for_officers_who_record(dora: Client, charlie: Client, world: World) -> None:
    codes = expect(world, 1)
    assert dora.post(address(world, "cards/"), {"person": people(codes)}).status_code == 403
    assert charlie.post(address(world, "cards/"), {"person": people(codes)}).status_code == 404
    assert not PersonalCode.objects.filter(organiser__isnull=False).exists()


@pytest.mark.parametrize("where", ["cards/", "sign-in/", "sheet/signed/"])
def test_a_long_list_costs_no_more_statements_than_a_short_one(alice: Client, world: World, where: str) -> None:
    expect(world, 1)
    page(alice, address(world, where))
    with CaptureQueriesContext(connection) as short:
        page(alice, address(world, where))
    expect(world, *range(2, 13))
    with CaptureQueriesContext(connection) as long:
        page(alice, address(world, where))
    assert len(long) == len(short)


def test_printing_many_costs_no_more_statements_than_printing_one(alice: Client, world: World) -> None:
    codes = expect(world, *range(1, 13))
    counts = []
    for some in (codes[:1], codes[1:]):
        with CaptureQueriesContext(connection) as told:
            alice.post(address(world, "cards/"), {"person": people(some), "do": "page"})
        counts.append(len(told))
    assert counts[0] == counts[1]


def test_the_poster_leads_to_this_very_site(alice: Client, dora: Client, world: World) -> None:
    for browser in (alice, dora):
        html = page(browser, address(world, "poster/"))
        assert "http://testserver/code/" in html and "測試活動001" in html and "115-11-24（二） 09:00～11:00" in html
        answer = browser.get(address(world, "poster/file/"))
        assert answer.content.startswith(b"%PDF")


def test_the_sheet_has_as_many_blank_rows_as_are_asked_for(alice: Client, world: World) -> None:
    expect(world, 1, 2)
    html = page(alice, address(world, "sign-in/?blank=3"))
    assert "共 5 列" in html and "末四碼 □□□□" in html and html.count("□" * 10) == 3
    assert alice.get(address(world, "sign-in/file/?blank=3")).content.startswith(b"%PDF")


@pytest.mark.parametrize("blank", ["-1", "501", "三", "", "9" * 40])
def test_a_number_of_rows_that_is_none_is_told_in_words(alice: Client, world: World, blank: str) -> None:
    for where in ("sign-in/", "sign-in/file/"):
        html = page(alice, address(world, f"{where}?blank={blank}"))
        assert "空白列數請輸入 0 至 500 的數字" in html


def test_a_sheet_without_any_row_says_so(alice: Client, world: World) -> None:
    assert "簽到表沒有任何一列" in page(alice, address(world, "sign-in/file/?blank=0"))


def test_pages_that_only_show_take_no_forms(alice: Client, world: World) -> None:
    for where in ("poster/", "poster/file/", "sign-in/", "sign-in/file/"):
        assert alice.post(address(world, where)).status_code == 405


def test_the_offerings_page_leads_to_all_of_them(alice: Client, dora: Client, world: World) -> None:
    html = page(alice, address(world))
    for where in ("cards/", "poster/", "sign-in/", "sheet/"):
        assert f'href="{address(world, where)}"' in html
    assert 'href="/backoffice/lost-codes/"' in html
    assert f'href="{address(world, "cards/")}"' not in page(dora, address(world))
