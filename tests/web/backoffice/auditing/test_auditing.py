"""查核 in the auditor's browser."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.paperwork.models import AuditBundle, AuditSample
from tests.cast import World, an_offering
from tests.paperwork.test_audit import enter, full
from tests.web.doors import attachment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ended(world: World) -> None:
    """The offering of the cast is over."""
    type(world.offering).objects.update(ends_at=world.at)


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def page_of(world: World, what: str = "") -> str:
    return f"/backoffice/auditing/offerings/{world.offering.public_id}/{what}"


def test_a_sample_is_drawn_and_can_be_repeated(audrey: Client, world: World) -> None:
    assert "查核" in text(audrey.get("/backoffice/"))
    told = {"roc_year": "115", "organiser": str(world.organiser.public_id), "size": "3", "seed": ""}
    drawn = text(audrey.post("/backoffice/auditing/", told, follow=True))
    assert "已由 1 件中抽出 1 件。" in drawn and "測試活動001 第 1 期" in drawn and "藍山" not in drawn
    sample = AuditSample.objects.get()
    audrey.post("/backoffice/auditing/", told | {"seed": sample.seed})
    assert AuditSample.objects.latest("pk").offerings == sample.offerings
    assert text(audrey.get("/backoffice/auditing/")).count(f"<code>{sample.seed}</code>") == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"size": "0"}, "請輸入 1 至 200 的數字。"),
        ({"size": "很多"}, "請輸入 1 至 200 的數字。"),
        ({"roc_year": "2026"}, "請輸入民國年"),
        ({"seed": "a b"}, "亂數種子只能用英文字母、數字與 -。"),
        ({"organiser": "x"}, "x"),
    ],
)
def test_what_is_wrong_with_a_sample_is_told(audrey: Client, changes: dict[str, str], sentence: str) -> None:
    assert sentence in text(audrey.post("/backoffice/auditing/", {"size": "3"} | changes))
    assert not AuditSample.objects.exists()


def test_a_sample_of_nothing_says_so(audrey: Client) -> None:
    page = text(audrey.post("/backoffice/auditing/", {"size": "3", "roc_year": "99"}, follow=True))
    assert "已由 0 件中抽出 0 件。" in page and "沒有符合條件的活動" in page


def test_the_page_masks_people_and_notes_each_look(audrey: Client, world: World) -> None:
    full(world)
    page = text(audrey.get(page_of(world)))
    assert "李○○1" in page and "李喆堃" not in page and "簽到表-1.pdf" in page and "環境教育課程" in page
    (told,) = AuditEntry.objects.filter(verb=Verb.AUDIT_OPENED)
    assert (told.subject_id, told.organiser_id) == (world.offering.public_id, world.organiser.public_id)


def test_an_attachment_is_opened_and_noted(audrey: Client, world: World) -> None:
    things = attachment(world)
    answer = audrey.get(page_of(world, f"attachments/{things['attachment_id']}/"))
    assert answer.content.startswith(b"%PDF") and "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(verb=Verb.ATTACHMENT_OPENED).count() == 1
    stranger = f"/backoffice/auditing/offerings/{world.other_offering.public_id}/attachments/{things['attachment_id']}/"
    assert audrey.get(stranger).status_code == 404


def test_the_bundle_asks_what_for(audrey: Client, world: World) -> None:
    enter(world, 1)
    assert "請填寫用途。" in text(audrey.post(page_of(world, "bundle/"), {"purpose": " "}))
    answer = audrey.post(page_of(world, "bundle/"), {"purpose": "115 年度查核"})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    kept = AuditBundle.objects.get()
    assert kept.sha256 in text(audrey.get(page_of(world)))


def test_the_auditor_changes_nothing(audrey: Client, world: World) -> None:
    assert audrey.get(f"/backoffice/offerings/{world.offering.public_id}/awards/").status_code == 404
    assert audrey.get("/backoffice/planning/", follow=True).status_code == 403
    for what in ("", f"attachments/{attachment(world)['attachment_id']}/"):
        assert audrey.post(page_of(world, what)).status_code == 405


def test_few_and_many_cost_the_same(audrey: Client, world: World) -> None:
    def statements() -> list[int]:
        counted = []
        for where in ("/backoffice/auditing/", "/backoffice/auditing/offerings/", page_of(world)):
            with CaptureQueriesContext(connection) as told:
                assert audrey.get(where).status_code == 200
            counted.append(len(told))
        return counted

    enter(world, 1)
    few = statements()
    for number in range(2, 40):
        an_offering(world.activity, number=number)
    enter(world, *range(10, 60))
    audrey.post("/backoffice/auditing/", {"size": "3"}, follow=True)
    assert statements() == few
