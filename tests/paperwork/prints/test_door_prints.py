"""Cards, poster and sign-in sheet: what is printed can be read by a phone, and by people with rare names."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.base.code_token import parse
from hefa.paperwork.actions import CardsUseless, make_cards
from hefa.paperwork.names import NoCards
from hefa.paperwork.prints import cards, poster, sign_in
from hefa.paperwork.prints.typeset import pdf, pictures
from hefa.paperwork.queries import expected_people
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, enrolled

pytestmark = pytest.mark.django_db
NAMES = ("王小明", "李喆堃", "Ngayaw‧Kacaw", "峯啓綉", *(f"第{n}人" for n in range(5, 13)))
MILLIMETRES_AN_INCH = 25.4
PPI = 150


def expect_everybody(world: World) -> None:
    for number, name in enumerate(NAMES, start=1):
        enrolled(world.offering, a_walk_in(number, name=name, unit=world.green_water).code)


def printed_cards(world: World) -> dict[str, object]:
    made = make_cards(offering=world.offering, people=expected_people(world.offering), officer=world.alice, at=NOW)
    return dict(cards.cards_data(world.offering, made))


def read(page: bytes) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(Image.open(BytesIO(page)))


def test_ten_cards_on_a_page_and_a_phone_reads_each_of_them(world: World) -> None:
    expect_everybody(world)
    pages = pictures(cards.TEMPLATE, printed_cards(world), ppi=PPI)
    found = [read(page) for page in pages]
    assert [len(codes) for codes in found] == [10, 2]
    gate = a_gate(world.alice, world.offering)
    for code in (one for codes in found for one in codes):
        assert parse(code.text) is not None
        assert scan_code(gate, code.text).verdict == "AWARDED"
    assert Award.objects.filter(offering=world.offering).count() == len(NAMES)


def test_the_code_on_a_card_is_at_least_twenty_millimetres_wide(world: World) -> None:
    expect_everybody(world)
    page, _ = pictures(cards.TEMPLATE, printed_cards(world), ppi=PPI)
    for code in read(page):
        side = code.position.top_right.x - code.position.top_left.x
        assert side / PPI * MILLIMETRES_AN_INCH >= 20


def test_a_phone_reads_the_way_to_flow_b_from_the_poster(world: World) -> None:
    address = "https://hefa.example.org/code/"
    [page] = pictures(poster.TEMPLATE, poster.poster_data(world.offering, address=address, agency="環境部"), ppi=72)
    assert [code.text for code in read(page)] == [address]


def test_the_sheet_numbers_those_expected_first_and_goes_on_over_pages(world: World) -> None:
    rows = sign_in.sign_in_rows([("李喆堃", "綠水縣政府環境保護局")], blank=60)
    assert [row.number for row in rows] == list(range(1, 62))
    assert (rows[0].boxes, rows[1].boxes) == (4, 10)
    pages = pictures(sign_in.TEMPLATE, sign_in.sign_in_data(world.offering, rows), ppi=36)
    assert len(pages) == 3


@pytest.mark.parametrize("text", ["#panic()", "$x$ *b* _i_ @ref <l>", "]#1[", '"\\u{0}', "=標題", "字" * 200])
def test_what_a_name_holds_is_never_read_as_a_template(world: World, text: str) -> None:
    world.activity.name = world.activity.place = text
    world.offering.activity = world.activity
    made = [cards.Card(text, text, "******6789", "115-11-25", "0" * 63)]
    for template, data in (
        (cards.TEMPLATE, cards.cards_data(world.offering, made)),
        (poster.TEMPLATE, poster.poster_data(world.offering, address="https://a.example/", agency=text)),
        (sign_in.TEMPLATE, sign_in.sign_in_data(world.offering, sign_in.sign_in_rows([(text, text)], blank=1))),
    ):
        assert pdf(template, data, at=NOW).startswith(b"%PDF")


def test_where_no_card_would_earn_hours_none_is_made(world: World) -> None:
    Offering.objects.filter(pk=world.offering.pk).update(
        ends_at=NOW.replace(year=2025), starts_at=NOW.replace(year=2024)
    )
    world.offering.refresh_from_db()
    with pytest.raises(CardsUseless) as refused:
        printed_cards(world)
    assert refused.value.reason == NoCards.OVER
