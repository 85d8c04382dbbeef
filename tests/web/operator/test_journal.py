"""稽核紀錄: operators search all of it, by person too; what was asked is on record and in no address."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from bench.trust_audit import FIRST, as_superuser, build, verified
from hefa.audit.actions import note_check, record
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.audit.queries.roots_file import read_roots
from hefa.awards.models import Award
from hefa.keys.signing import public_keys
from hefa.learners.models import Learner
from hefa.paperwork.actions import make_paper
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from tests.cast import NOW, World, an_id
from tests.web.doors import an_award

pytestmark = pytest.mark.django_db
PAGE = "/operator/journal/"


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def searched(browser: Client, page: str = PAGE, **terms: str) -> str:
    """The page after a search."""
    answer = browser.post(page, terms)
    assert answer.status_code == 302 and answer["Location"] == page, text(answer)
    return text(browser.get(page))


def exported(world: World, number: int) -> Award:
    """Hours of somebody that Alice has put into a file, with a note on what for."""
    award = an_award(world, number)
    make_paper(
        offering=world.offering,
        profile=PROFILES["ecpa-hours-25"],
        purpose=Purpose.OTHER,
        purpose_note="縣府抽查",
        left_out=(),
        officer=world.alice,
        at=world.at,
    )
    return award


@pytest.mark.control("T19", "附表十 記錄事件 2")
@pytest.mark.parametrize("by", ["number", "last four and name"])
def test_who_saw_a_person_when_and_why(by: str, world: World, olga: Client) -> None:
    exported(world, 71)
    number = an_id(71)
    person = {"national_id": number.value} if by == "number" else {"last4": number.last4, "name": "何冠廷"}
    page = searched(olga, verb="seen", **person)

    for verb in (Verb.ID_OPENED, Verb.PAPER_MADE):
        assert page.count(f'<span class="cell-words">{verb.label}</span>') == 1, verb
    assert f"{world.alice.account.name}（{world.alice.account.username}）" in page
    assert "匯出核發名單" in page and "縣府抽查" in page
    assert "條件中的學員：1 人" in page
    assert "何冠廷" not in page and number.value not in page and number.last4 not in page
    everything = searched(olga, **person)
    assert Verb.AWARDED.label in everything and Verb.CODE_MADE.label in everything


def test_somebody_else_s_entries_are_not_shown(world: World, olga: Client) -> None:
    exported(world, 71)
    other = an_award(world, 72)
    page = searched(olga, national_id=an_id(72).value)
    assert str(other.public_id) in page and Verb.ID_OPENED.label not in page.partition("found-title")[2]
    assert "查無條件中的學員" in searched(olga, national_id=an_id(99).value)


def test_a_search_is_on_record_without_the_person_s_number_or_name(world: World, olga: Client) -> None:
    award = an_award(world, 71)
    searched(olga, last4=an_id(71).last4, name="何冠廷", since="109-03-24")
    learner = Learner.objects.get(pk=award.learner_id)
    told = AuditEntry.objects.get(verb=Verb.AUDIT_SEARCHED)
    assert told.facts == {"terms": {"since": "109-03-24"}, "learners": [str(learner.public_id)]}
    assert told.actor_id is not None


def test_the_terms_narrow(world: World, olga: Client) -> None:
    award = an_award(world, 71)
    for n, verb in enumerate((Verb.SITE_NAMED, Verb.ANNOUNCED, Verb.ANNOUNCED)):
        record(
            at=NOW - timedelta(days=40 * n),
            actor=Actor.account(world.bob.account.public_id) if n else SYSTEM,
            verb=verb,
            subject_kind="site",
            subject_id=None,
        )
    rows = '<tr role="row">'
    assert searched(olga, verb=Verb.ANNOUNCED.value).count(rows) == 3
    assert searched(olga, verb=Verb.ANNOUNCED.value, since="115-10-01").count(rows) == 2
    assert searched(olga, verb=Verb.ANNOUNCED.value, until="115-10-01").count(rows) == 2
    assert searched(olga, actor=world.bob.account.username, until="115-10-15").count(rows) == 3
    page = searched(olga, subject=str(award.public_id))
    assert page.count(rows) == 2 and Verb.AWARDED.label in page
    assert Verb.AWARDED.label in searched(olga, organiser=str(world.organiser.public_id))


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "請至少輸入一個條件"),
        ({"last4": "6789"}, "請同時輸入末四碼與姓名"),
        ({"name": "何冠廷"}, "請同時輸入末四碼與姓名"),
        ({"national_id": "A123456788"}, "檢查碼"),
        ({"actor": "nobody-here"}, "沒有這個帳號"),
        ({"since": "109-03-24", "until": "109-03-23"}, "迄日不可早於起日"),
        ({"subject": "x"}, "對象編號的格式不正確"),
    ],
)
def test_terms_that_cannot_be_are_told(terms: dict[str, str], words: str, olga: Client) -> None:
    answer = olga.post(PAGE, terms)
    assert answer.status_code == 200 and words in text(answer)
    assert "A123456788" not in text(answer)
    assert not AuditEntry.objects.filter(verb=Verb.AUDIT_SEARCHED).exists()


def test_pages_follow_each_other_without_a_gap(olga: Client) -> None:
    for n in range(120):
        record(
            at=NOW + timedelta(seconds=n // 50), actor=SYSTEM, verb=Verb.ANNOUNCED, subject_kind="site", subject_id=None
        )
    page = searched(olga, verb=Verb.ANNOUNCED.value)
    seen: list[str] = []
    while True:
        seen += [part.partition("<")[0] for part in page.split("紀錄編號 ")[1:]]
        _, more, rest = page.partition('rel="next" href="')
        if not more:
            break
        page = text(olga.get(rest.partition('"')[0]))
    assert seen == [
        str(pk)
        for pk in AuditEntry.objects.filter(verb=Verb.ANNOUNCED).order_by("-at", "-pk").values_list("pk", flat=True)
    ]
    assert text(olga.get(PAGE, {"after": "0-0"})).count("沒有更早的紀錄") == 1
    assert olga.get(PAGE, {"after": "x'"}).status_code == 200


def test_a_file_needs_a_purpose_and_is_on_record_by_its_hash(world: World, olga: Client) -> None:
    an_award(world, 71)
    assert "還沒有查詢條件" in text(olga.get(f"{PAGE}file/"))
    searched(olga, verb=Verb.AWARDED.value)
    assert "請填寫用途" in text(olga.post(f"{PAGE}file/", {"purpose": ""}))
    assert not AuditEntry.objects.filter(verb=Verb.AUDIT_TAKEN).exists()

    answer = olga.post(f"{PAGE}file/", {"purpose": "年度查核"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[3] for row in rows] == ["動作", Verb.AWARDED.label]
    told = AuditEntry.objects.get(verb=Verb.AUDIT_TAKEN).facts
    assert told == {
        "reason": "年度查核",
        "rows": 1,
        "sha256": hashlib.sha256(answer.content).hexdigest(),
        "terms": {"verb": "awarded"},
    }
    assert "no-store" in answer["Cache-Control"]


def test_the_roots_are_taken_signed(olga: Client) -> None:
    build(entries=120)
    assert "封存至" in text(olga.get(f"{PAGE}roots/"))
    answer = olga.post(f"{PAGE}roots/")
    kept = read_roots(answer.content.decode(), public_keys=public_keys())
    assert [root.height for root in kept] == [1, 2, 3] and verified(kept=kept).broken is None
    assert (
        AuditEntry.objects.get(verb=Verb.AUDIT_ROOTS_TAKEN).facts["sha256"]
        == hashlib.sha256(answer.content).hexdigest()
    )


@pytest.mark.control("附表十 資通系統監控 1")
def test_the_page_tells_what_the_last_verification_found(olga: Client) -> None:
    assert "尚未封存" in text(olga.get(PAGE)) and "尚未驗證" in text(olga.get(PAGE))
    build(entries=120)
    note_check(verified(), at=NOW)
    assert "驗證無誤，共 120 筆" in text(olga.get(PAGE))
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry WHERE written_xid = '{FIRST + 3}')"
        )
    note_check(verified(), at=NOW + timedelta(days=1))
    page = text(olga.get(PAGE))
    assert "驗證失敗：紀錄被移除" in page and "請立即通報資安人員" in page
