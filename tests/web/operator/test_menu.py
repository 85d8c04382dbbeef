"""The operators' menu, and who comes in."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.organisers.models import Operator
from tests import cast
from tests.cast import NOW, an_account

pytestmark = pytest.mark.django_db


def test_the_operator_finds_the_menu_on_the_home_page(olga: Client) -> None:
    assert 'href="/operator/"' in olga.get("/").content.decode()
    page = olga.get("/operator/").content.decode()
    assert "系統管理" in page and "功能選項" in page


def test_visitors_are_led_to_the_login_and_officers_are_told_that_it_is_not_theirs(
    client: Client, alice: Client
) -> None:
    assert client.get("/operator/")["Location"] == "/login/?next=%2Foperator%2F"
    answer = alice.get("/operator/")
    assert answer.status_code == 403 and "這是系統管理者的功能" in answer.content.decode()
    assert "/operator/" not in alice.get("/").content.decode()


def test_an_operator_is_one_from_the_first_to_the_last_day(client: Client) -> None:
    operator = cast.olga()
    client.force_login(operator.account)
    today = NOW.date()
    for first, last, status in (
        (today, today, 200),
        (today + timedelta(days=1), None, 403),
        (today - timedelta(days=9), today - timedelta(days=1), 403),
    ):
        Operator.objects.update(from_date=first, until_date=last)
        assert client.get("/operator/").status_code == status, (first, last)


def test_the_first_operator_is_appointed_from_the_command_line_once() -> None:
    account = an_account("olga")
    call_command("appoint_operator", " Olga ", stdout=StringIO())
    assert Operator.objects.get().account == account
    assert AuditEntry.objects.filter(verb=Verb.OPERATOR_APPOINTED).count() == 1
    with pytest.raises(CommandError, match="已經是系統管理者"):
        call_command("appoint_operator", "olga")
    with pytest.raises(CommandError, match="沒有這個帳號"):
        call_command("appoint_operator", "nobody")
