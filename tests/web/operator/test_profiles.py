"""匯出格式: copied, edited, tried out and switched by operators; officers get what is on."""

from typing import Any

import pytest
from django.test import Client

from hefa.paperwork.models import ExportProfile
from hefa.paperwork.names import Source
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import held_profiles, offered_profiles
from hefa.paperwork.rules import Profile
from hefa.web.operator.profile_form import ProfileForms
from tests.cast import World

pytestmark = pytest.mark.django_db
ALL = "/operator/profiles/"
COPY = {"code": "ecpa-new", "label": "ECPA 新格式", "note": "入口網站改版"}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def fields_of(profile: Profile, *, seen: int, **changes: str) -> dict[str, str]:
    """The edit page as it is drawn, sent back with changes."""
    forms = ProfileForms(profile, seen=seen)
    sent: dict[str, str] = {
        "column-TOTAL_FORMS": str(len(profile.columns) + 3),
        "column-INITIAL_FORMS": str(len(profile.columns)),
    }
    for form in [forms.settings, *forms.columns]:
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                sent[field.html_name] = "on" if value is True else str(value)
    return {**sent, "note": "改欄名", **changes}


@pytest.fixture
def copied(olga: Client, world: World) -> Profile:
    olga.post(f"{ALL}ecpa-hours-25/copy/", COPY)
    return held_profiles()["ecpa-new"].profile


def test_every_format_is_listed_and_tried_out(olga: Client) -> None:
    html = text(olga.get(ALL))
    assert all(one.label in html for one in PROFILES.values()) and "系統內建" in html
    html = text(olga.get(f"{ALL}ecpa-hours-25/"))
    assert "A123456789,溪流生態與水質檢測,115-03-24,09:00:00," in html and "ecpa-hours-25_115_River01_1.csv" in html
    assert f'href="{ALL}ecpa-hours-25/edit/"' not in html and f'href="{ALL}ecpa-hours-25/copy/"' in html
    for code in PROFILES:
        assert "不能寫入" not in text(olga.get(f"{ALL}{code}/")), code
    assert olga.get(f"{ALL}no-such/").status_code == 404


def test_a_copy_is_edited_and_switched_on_before_officers_get_it(olga: Client, alice: Client, world: World) -> None:
    answer = olga.post(f"{ALL}ecpa-hours-25/copy/", COPY, follow=True)
    assert "已複製為「ECPA 新格式」" in text(answer) and 'value="*身分證字號"' in text(answer)
    assert "ecpa-new" not in offered_profiles()
    profile = held_profiles()["ecpa-new"].profile
    sent = fields_of(profile, seen=1, **{"column-0-header": "*身分證號碼"})
    answer = olga.post(f"{ALL}ecpa-new/edit/", {**sent, "do": "preview", "note": ""})
    assert "*身分證號碼,*課程名稱," in text(answer) and ExportProfile.objects.count() == 1
    answer = olga.post(f"{ALL}ecpa-new/edit/", sent, follow=True)
    assert "已儲存「ECPA 新格式」" in text(answer) and "改欄名" in text(answer)
    now = held_profiles()["ecpa-new"].profile
    assert now.version == 2
    assert now == Profile.from_data({
        **profile.to_data(), "version": 2,
        "columns": [{**profile.to_data()["columns"][0], "header": "*身分證號碼"}, *profile.to_data()["columns"][1:]],
    })  # fmt: skip
    answer = olga.post(f"{ALL}ecpa-new/switch/", {"seen": "2", "note": "開放使用", "active": "yes"}, follow=True)
    assert "已啟用「ECPA 新格式」" in text(answer)
    assert "ECPA 新格式" in text(alice.get(f"/backoffice/offerings/{world.offering.public_id}/export/"))
    olga.post(f"{ALL}ecpa-legacy-19/switch/", {"seen": "0", "note": "無人使用", "active": "no"})
    assert "ECPA 舊格式" not in text(alice.get(f"/backoffice/offerings/{world.offering.public_id}/export/"))


@pytest.mark.parametrize("code", PROFILES)
def test_what_is_drawn_and_sent_back_unchanged_is_the_same_profile(olga: Client, code: str) -> None:
    olga.post(f"{ALL}{code}/copy/", {**COPY, "code": "copied"})
    held = held_profiles()["copied"].profile
    answer = olga.post(f"{ALL}copied/edit/", fields_of(held, seen=1))
    assert answer.status_code == 302
    now = held_profiles()["copied"].profile
    assert now == Profile.from_data({**held.to_data(), "version": 2})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"label": ""}, "請輸入格式名稱。", id="no name"),
        pytest.param({"note": ""}, "請說明這次的修改。", id="no reason"),
        pytest.param({"file_name": "{name}"}, "大括號內只能是", id="file name"),
        pytest.param({"max_rows": "x"}, "請輸入數字。", id="rows"),
        pytest.param({"max_rows": "0"}, "每個檔案至少 1 筆。", id="no rows"),
        pytest.param({"replacements": ", → ，"}, "須為分隔字元、引號與換行各設定取代的文字", id="replacements"),
        pytest.param({"replacements": "逗號"}, "不是「左 → 右」的寫法", id="no arrow"),
        pytest.param({"maps": "kind → 1"}, "不是「對照.值」的寫法", id="map without a value"),
        pytest.param({"maps": "french:kind.digital → 1"}, "不是「對照.值」的寫法", id="map of no dialect"),
        pytest.param({"maps": ""}, "沒有名為「learning_kind」的對照。", id="map that a column needs"),
        pytest.param({"column-2-header": "姓,名"}, "含檔案不能有的字元", id="header with a comma"),
        pytest.param({"column-2-header": "*課程名稱"}, "「*課程名稱」重複。", id="header twice"),
        pytest.param({"column-2-position": "第一"}, "請輸入數字。", id="position"),
        pytest.param({"column-7-fixed": "喆"}, "「喆」含檔案不能有的字元。", id="fixed text"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    olga: Client, copied: Profile, changes: dict[str, str], sentence: str
) -> None:
    answer = olga.post(f"{ALL}ecpa-new/edit/", fields_of(copied, seen=1, **changes))
    assert answer.status_code == 200 and sentence in text(answer) and 'role="alert"' in text(answer)
    assert ExportProfile.objects.count() == 1


def test_columns_are_moved_added_and_taken_out(olga: Client, copied: Profile) -> None:
    added = {
        "column-1-position": "90",
        "column-13-header": "",
        "column-25-header": "服務機關",
        "column-25-source": Source.UNIT_NAME.value,
    }
    assert olga.post(f"{ALL}ecpa-new/edit/", fields_of(copied, seen=1, **added)).status_code == 302
    headers = [column.header for column in held_profiles()["ecpa-new"].profile.columns]
    assert headers[-2:] == ["*課程名稱", "服務機關"] and "訓練成績" not in headers and len(headers) == 25


def test_the_second_operator_is_told(olga: Client, copied: Profile) -> None:
    stale = fields_of(copied, seen=1)
    olga.post(f"{ALL}ecpa-new/edit/", stale)
    assert "其他管理者已先修改" in text(olga.post(f"{ALL}ecpa-new/edit/", stale, follow=True))
    switch = {"seen": "1", "note": "x", "active": "yes"}
    assert "其他管理者已先修改" in text(olga.post(f"{ALL}ecpa-new/switch/", switch, follow=True))
    assert "已有使用這個代碼的格式" in text(olga.post(f"{ALL}env-batch-18/copy/", COPY))
    assert "已有使用這個代碼的格式" in text(olga.post(f"{ALL}env-batch-18/copy/", {**COPY, "code": "issued-list"}))
    assert "請說明" in text(olga.post(f"{ALL}ecpa-new/switch/", {"seen": "2", "note": ""}))
    assert ExportProfile.objects.count() == 2


def test_shipped_formats_lead_to_their_copy(olga: Client) -> None:
    answer = olga.get(f"{ALL}ecpa-hours-25/edit/", follow=True)
    assert "請先複製" in text(answer)
    assert olga.get(f"{ALL}ecpa-hours-25/switch/")["Location"] == f"{ALL}ecpa-hours-25/"


@pytest.mark.parametrize(
    "page", ["", "ecpa-hours-25/", "ecpa-hours-25/copy/", "ecpa-new/edit/", "ecpa-hours-25/switch/"]
)
def test_only_operators_come_in(alice: Client, page: str) -> None:
    for method in ("get", "post"):
        assert getattr(alice, method)(ALL + page).status_code == 403
        assert getattr(Client(), method)(ALL + page)["Location"].startswith("/login/")
    assert not ExportProfile.objects.exists()
