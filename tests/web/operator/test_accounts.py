"""帳號 as the operator keeps them: unused ones told, one disabled, enabled, helped in again."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from hefa.accounts.actions import add_app
from hefa.accounts.models import Account, AuthenticatorApp
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.jobs.tasks import disable_unused_accounts
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential
from tests.cast import NOW, World, a_gate, an_account
from tests.web.shell.test_second_step import SEED, code_at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(browser: Client, path: str) -> str:
    return browser.get(path).content.decode()


def test_an_account_is_found_by_its_name_which_stays_out_of_the_address(olga: Client) -> None:
    account = an_account("erin")
    found = olga.post("/operator/accounts/", {"username": "Erin"})
    assert found["Location"] == f"/operator/accounts/{account.public_id}/"
    assert "沒有這個帳號" in olga.post("/operator/accounts/", {"username": "nobody"}).content.decode()
    assert "尚未設定" in page(olga, found["Location"])


@pytest.mark.control("附表十 帳號管理 1")
def test_a_disabled_account_is_out_at_once_and_comes_back(olga: Client, alice: Client, world: World) -> None:
    account = world.alice.account
    where = f"/operator/accounts/{account.public_id}/"
    assert "請填寫" in olga.post(f"{where}disabling/", {"reason": ""}).content.decode()
    assert alice.get("/backoffice/").status_code == 200
    olga.post(f"{where}disabling/", {"reason": "離職"})
    assert alice.get("/backoffice/").status_code == 302
    assert "離職" in page(olga, where) and "恢復帳號" in page(olga, where)
    olga.post(f"{where}enabling/")
    assert Account.objects.get(pk=account.pk).is_active
    verbs = AuditEntry.objects.filter(subject_id=account.public_id).values_list("verb", flat=True)
    assert {Verb.ACCOUNT_DISABLED, Verb.ACCOUNT_ENABLED} <= set(verbs)


@pytest.mark.control("T9")
def test_a_disabled_account_that_comes_back_finds_its_own_phones_ended(olga: Client, world: World) -> None:
    own, colleagues = a_gate(world.bob, world.offering), a_gate(world.alice, world.offering)
    where = f"/operator/accounts/{world.bob.account.public_id}/"
    olga.post(f"{where}disabling/", {"reason": "手機遺失"})
    olga.post(f"{where}enabling/")
    found = [station_pass(Credential(gate.station.public_id, gate.secret), at=NOW) for gate in (own, colleagues)]
    assert [isinstance(one, StationPass) and one.ended_at <= NOW for one in found] == [True, False]
    assert AuditEntry.objects.filter(verb=Verb.STATION_REVOKED, subject_id=own.station.public_id).exists()


def test_who_lost_everything_is_helped_in_again(olga: Client, world: World) -> None:
    account = world.alice.account
    add_app(account=account, seed=SEED, code=code_at(NOW), at=NOW)
    where = f"/operator/accounts/{account.public_id}/"
    assert "重設第二驗證方式" in page(olga, where)
    olga.post(f"{where}factor-reset/", {"reason": "當面核對身分證"})
    assert not AuthenticatorApp.objects.exists() and "重設第二驗證方式" not in page(olga, where)
    assert AuditEntry.objects.filter(verb=Verb.FACTORS_RESET).get().facts == {"reason": "當面核對身分證"}


def test_the_only_operator_is_helped_in_on_the_server(olga: Client) -> None:
    own = Account.objects.get(username="olga")
    add_app(account=own, seed=SEED, code=code_at(NOW), at=NOW)
    call_command("reset_second_factor", "Olga", stdout=StringIO())
    assert not AuthenticatorApp.objects.exists()
    for nobody in ("olga", "nobody"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", nobody)


def test_an_operator_does_none_of_it_to_oneself(olga: Client) -> None:
    own = Account.objects.get(username="olga")
    where = f"/operator/accounts/{own.public_id}/"
    add_app(account=own, seed=SEED, code=code_at(NOW), at=NOW)
    assert "這是您自己的帳號" in page(olga, where)
    for change in ("disabling", "factor-reset"):
        olga.post(f"{where}{change}/", {"reason": "x"})
    assert Account.objects.get(pk=own.pk).is_active and AuthenticatorApp.objects.exists()


def test_unused_staff_is_listed_told_by_letter_and_disabled_learners_never(
    olga: Client, world: World, hour: time_machine.Traveller
) -> None:
    an_account("learner")
    assert "目前沒有閒置的帳號" in page(olga, "/operator/accounts/")
    Account.objects.filter(username__in=("alice", "learner")).update(
        registered_at=NOW - 200 * DAY, last_login=NOW - 181 * DAY
    )
    listed = page(olga, "/operator/accounts/")
    assert "alice" in listed and "learner" not in listed and "將於" not in listed
    disable_unused_accounts(0)
    [letter] = mail.outbox
    assert letter.to == ["alice@example.org"] and "帳號 alice 已超過 180 天沒有登入" in letter.body
    assert "將於" in page(olga, "/operator/accounts/")
    hour.shift(14 * DAY)
    disable_unused_accounts(0)
    assert set(Account.objects.filter(is_active=False).values_list("username", flat=True)) == {"alice"}
    assert len(mail.outbox) == 1
