"""機關代碼匯入 in the browser, and the successor offered where an abolished code is typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hefa.units.models import Unit, UnitsFile
from tests.cast import World
from tests.units.test_units_file import FIRST, SECOND, B, C

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def upload(olga: Client, content: str) -> str:
    file = SimpleUploadedFile("units.csv", content.encode("utf-8-sig"))
    return text(olga.post("/operator/units/", {"file": file}, follow=True))


def confirm(olga: Client, page: str) -> str:
    file = UnitsFile.objects.latest("pk")
    told = page.partition('name="fingerprint" value="')[2].partition('"')[0]
    return text(olga.post(f"/operator/units/{file.public_id}/", {"fingerprint": told}, follow=True))


def test_a_file_is_looked_at_and_confirmed(olga: Client) -> None:
    page = upload(olga, FIRST)
    assert "差異預覽" in page and "新增" in page and not Unit.objects.filter(code=B).exists()
    assert "已匯入：新增 2 筆，更新 0 筆，未變更 0 筆。" in confirm(olga, page)
    page = upload(olga, SECOND)
    for told in ("機關名稱：綠水縣政府 → 綠水市政府", "改由新機關承接", f"新機關：（空白） → {C}", "第 5 列："):
        assert told in page, told
    where = f"/operator/units/{UnitsFile.objects.latest('pk').public_id}/"
    assert "綠水市政府" not in text(olga.get(where, {"show": "added"}))
    assert "已匯入" in confirm(olga, page)
    assert "先前已匯入" in confirm(olga, page)
    assert "沒有差異" in upload(olga, SECOND)


def test_a_preview_that_was_overtaken_is_shown_anew(olga: Client) -> None:
    page = upload(olga, FIRST)
    Unit.objects.create(code=B, name="先來的")
    assert "預覽之後機關代碼已有變更" in confirm(olga, page)


@pytest.mark.parametrize(("content", "sentence"), [("", "檔案是空的。"), ("a,b\n1,2\n", "檔案缺少欄位")])
def test_what_is_no_such_file_is_told(olga: Client, content: str, sentence: str) -> None:
    file = SimpleUploadedFile("units.csv", content.encode())
    assert sentence in text(olga.post("/operator/units/", {"file": file}))
    assert "請選擇檔案。" in text(olga.post("/operator/units/", {}))
    assert not UnitsFile.objects.exists()


def test_an_abolished_code_offers_its_successor(client: Client, world: World) -> None:
    old = Unit.objects.create(code="A11111111A", name="舊環保局", valid_until=world.at.date().replace(year=2020))
    told = {"name": "王小明", "national_id": "A123456789", "unit_code": "a11111111a"}
    alone = text(client.post("/code/making/", told))
    assert "「舊環保局」已裁撤，請以名稱查詢現在的服務單位。" in alone
    Unit.objects.filter(pk=old.pk).update(successor=world.green_water)
    for asked in (told, told | {"look_up": "1"}):
        page = text(client.post("/code/making/", asked))
        assert "「舊環保局」已裁撤，由「綠水縣政府環境保護局」承接，請點選新機關。" in page
        assert 'value="355000000I"' in page
