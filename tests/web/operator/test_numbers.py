"""統一證號變更 and 合併學員 as the operator does them: the form, the preview, the deed, the way back."""

import re

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.models import Award
from hefa.codes.queries import static_text
from hefa.learners import vault
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink, Learner, LearnerMerge
from hefa.learners.names import LinkProof
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_id

pytestmark = pytest.mark.django_db
WHERE = "/operator/numbers/"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def sent(browser: Client, old: int | None, new: int, **more: str) -> str:
    told = {"old_number": an_id(old).value if old else "", "new_number": an_id(new).value, "seen": "on"}
    return browser.post(WHERE, told | {"reason": "換發新式統一證號"} | more).content.decode()


def confirmed(browser: Client, preview: str, **more: str) -> str:
    """The form of the preview, sent as the browser would."""
    return browser.post(WHERE, dict(HIDDEN.findall(preview)) | more, follow=True).content.decode()


def test_a_new_number_is_previewed_and_confirmed_without_being_drawn(olga: Client) -> None:
    learner = a_walk_in(1).code.learner
    preview = sent(olga, 1, 2)
    assert "王○明" in preview and f"******{an_id(2).last4}" in preview
    assert not any(text in preview for text in (an_id(1).value, an_id(2).value, "王小明"))
    assert vault.find(an_id(2)) is None, "looking changes nothing"
    assert "已變更統一證號" in confirmed(olga, preview)
    assert vault.find(an_id(2)) == learner
    assert AuditEntry.objects.filter(verb=Verb.LEARNER_LOOKED_UP, facts={"purpose": "number"}).exists()
    assert "已是該學員目前的證號" in confirmed(olga, sent(olga, 1, 2))


def test_a_number_that_cannot_be_typed_is_named_by_an_award(olga: Client, world: World) -> None:
    code = a_walk_in(1).code
    scan_code(a_gate(world.alice, world.offering), static_text(code))
    preview = sent(olga, None, 2, award=str(Award.objects.get().public_id))
    assert "已變更統一證號" in confirmed(olga, preview)
    assert vault.find(an_id(2)) == code.learner


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old_number": ""}, "擇一填寫"),
        ({"new_number": ""}, "請輸入新證號"),
        ({"new_number": "A123456788"}, "檢查碼"),
        ({"seen": ""}, "請核對證件或文件後勾選"),
        ({"reason": ""}, "請填寫變更原因"),
        ({"reason": "舊號 A123456789"}, "請勿填寫身分證字號"),
        ({"old_number": an_id(9).value}, "沒有以這個證號登錄的學員"),
        ({"old_number": "", "award": "6b1f7e0c-0000-4000-8000-000000000000"}, "沒有這個編號的時數"),
    ],
)
def test_what_is_missing_or_wrong_is_told(olga: Client, changes: dict[str, str], sentence: str) -> None:
    a_walk_in(1)
    answer = sent(olga, 1, 2, **changes)
    assert sentence in answer and an_id(1).value not in answer


def test_two_learners_are_merged_after_a_preview_and_parted_again(olga: Client, world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2, name="王曉明").code
    gate = a_gate(world.alice, world.offering)
    scan_code(gate, static_text(old))
    scan_code(gate, static_text(new))
    preview = sent(olga, 1, 2)
    assert "兩邊都有時數" in preview and "115 年 2 小時（1 筆）" in preview and "兩邊登錄的姓名不同" in preview
    assert not LearnerMerge.objects.exists()
    page = confirmed(olga, preview)
    merge = LearnerMerge.objects.get()
    assert "已合併學員" in page and "重複而結束的時數 1" in page
    assert merge.kept == old.learner and merge.gone == new.learner
    where = f"/operator/merges/{merge.public_id}/"
    assert "請填寫取消原因" in olga.post(f"{where}parting/", {"reason": ""}).content.decode()
    assert "已取消合併" in olga.post(f"{where}parting/", {"reason": "不是同一人"}, follow=True).content.decode()
    assert Award.objects.filter(revoked_at__isnull=True).count() == 2
    assert "先前已取消" in olga.post(f"{where}parting/", {"reason": "再一次"}).content.decode()
    assert "已取消" in olga.get(WHERE).content.decode()


def test_what_moved_on_since_the_preview_is_shown_again(olga: Client, world: World) -> None:
    a_walk_in(1)
    new = a_walk_in(2).code
    preview = sent(olga, 1, 2)
    scan_code(a_gate(world.alice, world.offering), static_text(new))
    again = confirmed(olga, preview)
    assert "預覽之後資料已有變動" in again and not LearnerMerge.objects.exists()
    assert "已合併學員" in confirmed(olga, again)


def test_of_two_proven_accounts_one_is_chosen_first(olga: Client) -> None:
    codes = [a_registered(number, username=f"person{number}") for number in (1, 2)]
    for code in codes:
        link = AccountLink.objects.get(account=code.account)
        prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    preview = sent(olga, 1, 2)
    assert "保留為本人的帳號" in preview
    assert "請選擇保留哪一個" in confirmed(olga, preview) and not LearnerMerge.objects.exists()
    assert codes[1].account is not None
    confirmed(olga, preview, proven=str(codes[1].account.public_id))
    assert AccountLink.objects.get(proven_at__isnull=False).account == codes[1].account
    assert Learner.objects.filter(merged_into__isnull=False).count() == 1


def test_the_owner_reads_in_the_passbook_which_number_became_which(olga: Client) -> None:
    account = a_registered(1).account
    assert account is not None
    browser = Client()
    browser.force_login(account)
    confirmed(olga, sent(olga, 1, 2))
    change = f"115-11-24 由 ******{an_id(1).last4} 變更為 ******{an_id(2).last4}"
    assert an_id(2).last4 not in browser.get("/passbook/").content.decode(), "an account that nobody proved"
    prove_link(link=AccountLink.objects.get(), proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    assert change in browser.get("/passbook/").content.decode()


@pytest.mark.control("T1")
def test_whoever_types_the_old_number_reads_nothing_of_the_new_one(olga: Client) -> None:
    a_walk_in(1)
    confirmed(olga, sent(olga, 1, 2))
    stranger = Client()
    told = {"name": "王小明", "national_id": an_id(1).value, "unit_choice": "none"}
    page = stranger.post("/code/making/", told, follow=True).content.decode()
    assert an_id(1).last4 in page and an_id(2).last4 not in page


def test_the_officer_finds_what_to_tell_the_operator(alice: Client, world: World) -> None:
    scan_code(a_gate(world.alice, world.offering), static_text(a_walk_in(1).code))
    award = Award.objects.get()
    page = alice.get(f"/backoffice/offerings/{world.offering.public_id}/awards/{award.public_id}/history/")
    assert f"<code>{award.public_id}</code>" in page.content.decode()
