"""What the script of the code page asks for."""

import base64
import hashlib
import hmac
from collections.abc import Callable

import pytest
from django.test import Client

from hefa.base import code_token
from hefa.codes.models import PersonalCode
from hefa.keys.ring import ring
from tests.cast import NOW
from tests.web.learner.pages import make, text_of

pytestmark = pytest.mark.django_db


def test_the_key_draws_a_genuine_live_code_of_this_person(client: Client) -> None:
    code = make(client)
    told = client.post(f"/code/{code.public_id}/live-key/").json()
    slot = code_token.slot_of(NOW)
    header = bytes([0x21, told["kid"]]) + bytes.fromhex(told["code_id"])
    header += told["last_day"].to_bytes(2, "big") + slot.to_bytes(4, "big")
    mac = hmac.new(base64.b64decode(told["key"]), header, hashlib.sha256).digest()[:8]
    token = code_token.parse(str(int.from_bytes(header + mac, "big")).zfill(63))
    assert token is not None
    assert code_token.is_genuine(token, ring("code").key(token.kid))
    assert (token.type, token.code_id, token.last_day, token.slot) == (
        code_token.TokenType.LIVE,
        bytes(code.code_id),
        code.expires_on,
        slot,
    )
    assert told["server_time"] == "2026-11-24T01:30:00.000+00:00"


def test_the_key_is_asked_for_by_post(client: Client) -> None:
    code = make(client)
    assert client.get(f"/code/{code.public_id}/live-key/").status_code == 405


def test_the_key_needs_the_forms_token(client: Client) -> None:
    code = make(client)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/code/{code.public_id}/live-key/").status_code == 403


def test_progress_tells_an_award_and_then_304(client: Client, award: Callable[[PersonalCode], None]) -> None:
    code = make(client)
    address = f"/code/{code.public_id}/progress/?since=2026-11-24T01:30:00Z"
    before = client.get(address)
    assert before.json() == {"awards": []}
    unchanged = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    award(code)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})
    assert after.json() == {
        "awards": [
            {
                "activity": "測試活動001 第 1 期",
                "hours": "數位： 0 小時， 實體： 2 小時",
                "at": "2026-11-24T01:30:00+00:00",
            }
        ]
    }
    assert client.get(address, headers={"If-None-Match": f"W/{after['ETag']}"}).status_code == 304


def test_progress_tells_nothing_from_before_it_was_asked(client: Client, award: Callable[[PersonalCode], None]) -> None:
    code = make(client)
    award(code)
    assert client.get(f"/code/{code.public_id}/progress/?since=2026-11-24T01:31:00Z").json() == {"awards": []}


@pytest.mark.parametrize(
    "since", ["", "yesterday", "2026-11-24", "2026-11-24T09:30:00", "2026-13-45T99:99:99Z", "\x00"]
)
def test_a_time_that_cannot_be_read_means_from_the_beginning(
    client: Client, award: Callable[[PersonalCode], None], since: str
) -> None:
    code = make(client)
    award(code)
    answer = client.get(f"/code/{code.public_id}/progress/", {"since": since})
    assert len(answer.json()["awards"]) == 1


def test_asking_again_costs_one_statement_while_nothing_changed(
    client: Client, award: Callable[[PersonalCode], None], django_assert_num_queries: Callable[..., object]
) -> None:
    code = make(client)
    award(code)
    for since in ("?since=2026-11-24T01:30:00Z", "?since=2026-11-24T01:31:00Z", ""):
        address = f"/code/{code.public_id}/progress/{since}"
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            tag = client.get(address)["ETag"]
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_known_tag_opens_nobody_elses_code(client: Client) -> None:
    """What nothing earned is tagged with is the same for all: who knows it must not learn that a code exists."""
    code = make(client)
    address = f"/code/{code.public_id}/progress/"
    tag = client.get(address)["ETag"]
    stranger = Client()
    for told in (tag, '"None"'):
        assert stranger.get(address, headers={"If-None-Match": told}).status_code == 404
    make(stranger, number=3)
    for told in (tag, '"None"'):
        assert stranger.get(address, headers={"If-None-Match": told}).status_code == 404


def test_the_script_is_named_on_the_page(client: Client) -> None:
    code = make(client)
    page = text_of(client.get(f"/code/{code.public_id}/"))
    assert "live/live.js" in page
    assert f'data-hefa-key-url="/code/{code.public_id}/live-key/"' in page
