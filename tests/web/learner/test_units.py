"""查詢代碼 as a page."""

import pytest
from django.test import Client

from tests.cast import World
from tests.web.learner.pages import text_of


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["綠水", "355000000i", "環境保護局", "３５５"])
def test_a_unit_is_found_by_name_or_code(client: Client, world: World, text: str) -> None:
    page = text_of(client.get("/units/", {"q": text}))
    assert f"<code>{world.green_water.code}</code>" in page and world.blue_hill.code not in page


@pytest.mark.django_db
def test_units_below_a_parent_are_listed(client: Client, world: World) -> None:
    world.blue_hill.parent = world.green_water
    world.blue_hill.save(update_fields=["parent"])
    page = text_of(client.get("/units/", {"parent": world.green_water.code}))
    assert f"<code>{world.blue_hill.code}</code>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["火星分局", "<script>", "\x00", "%", "'; --", "王" * 500])
def test_what_is_not_found_is_said_in_words(client: Client, world: World, text: str) -> None:
    page = client.get("/units/", {"q": text})
    assert page.status_code == 200
    assert "<script>" not in text_of(page) and world.green_water.code not in text_of(page)


def test_the_page_is_only_read(client: Client) -> None:
    assert client.post("/units/").status_code == 405
