"""T1: a number that is known, one that is not and one with another name are answered alike at every open door."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from hefa.accounts.models import ResetWish
from hefa.audit.names import SYSTEM
from hefa.awards.models import Award
from hefa.jobs.tasks import tell_owners
from hefa.learners.actions import prove_link
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from tests.cast import NOW, PASSWORD, World, a_gate, a_registered, a_walk_in, an_account, an_id
from tests.web.conftest import logged_in
from tests.web.learner.pages import alike, filled, text_of

pytestmark = pytest.mark.django_db
OWNED, KNOWN, MISMATCHING, UNKNOWN = 1, 2, 3, 4
LONG_AGO = NOW - timedelta(days=410)
SECRETS = re.compile(r"[A-Za-z0-9_=-]{43,}")
Door = Callable[[int, World], tuple[Any, Client]]


def code_making(number: int, world: World) -> tuple[Any, Client]:
    client = Client()
    return client.post("/code/making/", filled(number), follow=True), client


def registration(number: int, world: World) -> tuple[Any, Client]:
    client = Client()
    told = filled(number) | {"email": "new@example.org", "username": f"new{number}"}
    told |= {"password": PASSWORD, "password_again": PASSWORD}
    return client.post("/register/", told, follow=True), client


def taken_username(number: int, world: World) -> tuple[Any, Client]:
    client = Client()
    told = filled(number) | {"email": "new@example.org", "username": "dora"}
    told |= {"password": PASSWORD, "password_again": PASSWORD}
    return client.post("/register/", told), client


def gate(number: int, world: World) -> tuple[Any, Client]:
    told = {"name": "王小明", "number": an_id(number).value, "unit": "none"}
    opened = a_gate(world.alice, world.offering)
    answer = Client().post(
        "/api/scan/v1/walk-ins", told, content_type="application/json", headers={"Authorization": opened.authorization}
    )
    return answer, Client()


def lost(number: int, world: World) -> tuple[Any, Client]:
    """掛失 of somebody without a live code, known or not."""
    client = logged_in(world.alice)
    told = {"national_id": an_id(number).value, "reason": "card", "card_seen": "on"}
    return client.post("/backoffice/lost-codes/", told, follow=True), client


def told(answer: Any, client: Client, number: int) -> tuple[object, ...]:
    """Everything that an answer tells, without what is random in it or was typed."""

    def masked(text: str) -> str:
        for typed in (an_id(number).last4, f"new{number}"):
            text = text.replace(typed, "")
        return SECRETS.sub(lambda found: str(len(found[0])), alike(text))

    hops = [(status, masked(where)) for where, status in getattr(answer, "redirect_chain", [])]
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    cookies = {name: sorted((key, value) for key, value in one.items()) for name, one in client.cookies.items()}
    return answer.status_code, hops, headers, masked(text_of(answer)), cookies


@pytest.mark.control("T1")
@pytest.mark.parametrize("door", [code_making, registration, taken_username, gate, lost])
def test_a_number_is_answered_alike_whoever_has_it(world: World, door: Door) -> None:
    """What is known is known for long: the codes of then have run out, as 掛失 asks it to be alike."""
    own(OWNED, at=LONG_AGO)
    a_walk_in(KNOWN, unit=world.green_water, at=LONG_AGO)
    a_walk_in(MISMATCHING, name="林小華", unit=world.green_water, at=LONG_AGO)
    seen = [told(*door(number, world), number) for number in (OWNED, KNOWN, MISMATCHING, UNKNOWN)]
    assert seen[0] == seen[1] == seen[2] == seen[3]
    assert seen[0][0] == 200
    assert "林小華" not in str(seen) and not Award.objects.exists()


@pytest.mark.control("T1")
def test_a_letter_is_promised_alike_and_looked_for_later() -> None:
    an_account("ming")
    seen = [Client().post("/forgotten/", {"username_or_email": who}) for who in ("ming", "nobody", "x@example.org")]
    assert len({(one.status_code, str(sorted(one.items())), alike(text_of(one))) for one in seen}) == 1
    assert mail.outbox == [] and ResetWish.objects.count() == 3
    tell_owners(timestamp=0)
    assert [letter.to for letter in mail.outbox] == [["ming@example.org"]] and not ResetWish.objects.exists()


@pytest.mark.control("T2b")
def test_the_owner_reads_of_a_second_claim_until_it_is_confirmed(world: World, hour: time_machine.Traveller) -> None:
    mine = own(OWNED)
    assert "有人使用您的身分證統一編號" not in text_of(mine.get("/passbook/"))
    hour.shift(timedelta(minutes=1))
    code_making(OWNED, world)
    registration(OWNED, world)
    page = text_of(mine.get("/passbook/"))
    assert "有人以您的身分證統一編號註冊了另一個帳號" in page and "建立了免註冊條碼" in page
    hour.shift(timedelta(minutes=1))
    assert "有人使用您的身分證統一編號" not in text_of(mine.post("/passbook/claims/", follow=True))
    hour.shift(timedelta(minutes=1))
    code_making(OWNED, world)
    page = text_of(mine.get("/passbook/"))
    assert "建立了免註冊條碼" in page and "註冊了另一個帳號" not in page


@pytest.mark.control("T2b")
def test_an_unproven_account_reads_of_no_claim(world: World, hour: time_machine.Traveller) -> None:
    account = a_registered(OWNED).account
    assert account is not None
    client = Client()
    client.force_login(account)
    hour.shift(timedelta(minutes=1))
    code_making(OWNED, world)
    registration(OWNED, world)
    assert "有人使用您的身分證統一編號" not in text_of(client.get("/passbook/"))
    tell_owners(timestamp=0)
    assert mail.outbox == []


def own(number: int, *, at: datetime = NOW) -> Client:
    """The browser of a proven account that has this number."""
    account = a_registered(number, at=at).account
    assert account is not None
    link = link_of(account)
    assert link is not None
    assert prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=at)
    client = Client()
    client.force_login(account)
    return client
