"""掛失: the card was seen, and nothing is told of anybody."""

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.codes.models import PersonalCode
from tests.cast import World, a_registered, a_walk_in, an_id

pytestmark = pytest.mark.django_db
WHERE = "/backoffice/lost-codes/"


def send(browser: Client, **changes: str) -> str:
    fields = {"national_id": an_id(1).value, "reason": "card", "card_seen": "on", **changes}
    answer = browser.post(WHERE, {name: value for name, value in fields.items() if value}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_codes_of_the_person_are_voided_and_only_their_number_told(alice: Client) -> None:
    a_walk_in(1, name="王小明")
    a_registered(1)
    html = send(alice)
    assert "已作廢 2 組條碼" in html
    for secret in ("王小明", "李喆堃", an_id(1).value, an_id(1).last4):
        assert secret not in html
    assert not PersonalCode.objects.filter(voided_at__isnull=True).exists()


def test_a_person_without_codes_and_a_number_that_nobody_has_look_alike(alice: Client, world: World) -> None:
    a_walk_in(1)
    send(alice)
    known, unknown = send(alice), send(alice, national_id=an_id(7).value)
    assert "作廢 0 組條碼" in known
    plain = [html.split("<main")[1].split("csrfmiddlewaretoken")[0] for html in (known, unknown)]
    assert plain[0] == plain[1]
    assert AuditEntry.objects.filter(verb=Verb.LEARNER_LOOKED_UP).count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"card_seen": ""}, "請當面核對身分證件後勾選"),
        ({"reason": ""}, "請選擇掛失原因"),
        ({"reason": "fun"}, "沒有這個選項，請重新選擇。"),
        ({"national_id": ""}, "請輸入身分證統一編號"),
        ({"national_id": "A123456788"}, "檢查碼不正確"),
    ],
)
def test_what_is_missing_is_told_and_voids_nothing(alice: Client, changes: dict[str, str], sentence: str) -> None:
    a_walk_in(1)
    html = send(alice, **changes)
    assert sentence in html and an_id(1).value not in html and "A123456788" not in html
    assert not PersonalCode.objects.filter(voided_at__isnull=False).exists()
    assert not AuditEntry.objects.filter(verb=Verb.LEARNER_LOOKED_UP).exists()


def test_reading_the_page_looks_nobody_up(alice: Client, world: World) -> None:
    assert alice.get(f"{WHERE}?national_id={an_id(1).value}", follow=True).status_code == 200
    assert not AuditEntry.objects.filter(verb=Verb.LEARNER_LOOKED_UP).exists()


def test_it_is_for_officers_who_record(dora: Client, world: World) -> None:
    a_walk_in(1)
    assert dora.post(WHERE, {"national_id": an_id(1).value, "reason": "card", "card_seen": "on"}).status_code == 403
    assert not PersonalCode.objects.filter(voided_at__isnull=False).exists()
