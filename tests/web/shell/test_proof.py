"""再次驗證: what matters asks again after ten minutes, and no form is lost by it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hefa.accounts.models import LoginAttempts
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.organisers.models import Officer, Operator
from tests import cast
from tests.cast import PASSWORD, World, an_account
from tests.web.shell.test_second_step import code_now, first_step, with_app

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=11)
ASKING = "驗證後 10 分鐘內不會再詢問"
PROVEN_AT_THE_VIEW = {
    "app_setup": "reading",
    "passkey_setup": "reading",
    "provider_link": "reading",
    "award_file": "reading",
    "new_recovery_codes": "sending",
    "factor_removal": "sending",
    "provider_unlink": "sending",
    "profile": "sending",
    "export": "sending",
    "changes_csv": "sending",
    "upload_refusals": "sending",
    "enrolment_roster": "sending",
    "audit_bundle": "sending",
    "journal_file": "sending",
    "journal_roots": "sending",
    "year_roster_export": "sending",
    "review_settlement": "sending",
    "review_settlements": "sending",
    "handover": "sending",
    "deputy": "sending",
    "backoffice leaving": "sending",
    "new_officer": "sending",
    "duties": "sending",
    "operator leaving": "sending",
    "operators": "sending",
    "operator_leaving": "sending",
    "decision": "sending",
    "incident": "sending",
    "merge_parting": "sending",
    "numbers": "sending",
    "new_right": "sending",
    "right": "sending",
    "own_data": "reading",
    "own_data_file": "reading",
    "account_disabling": "sending",
    "account_enabling": "sending",
    "factor_reset": "sending",
}


@pytest.fixture
def olga(world: World, hour: time_machine.Traveller) -> Client:
    """The operator, who logged in eleven minutes ago."""
    browser = Client()
    cast.olga(at=world.at)
    first_step(browser, "olga")
    hour.shift(LATER)
    return browser


def kept_in(page: str) -> str:
    found = re.search(r'name="kept_form" value="([^"]*)"', page)
    assert found
    return found[1]


def appointed(username: str) -> bool:
    return Officer.objects.filter(account__username=username).exists()


@pytest.mark.control("T17")
def test_the_form_waits_sealed_and_goes_on_after_the_password(olga: Client, world: World) -> None:
    an_account("erin")
    path = f"/operator/organisers/{world.organiser.public_id}/officers/new/"
    assert ASKING not in olga.get(path).content.decode()
    page = olga.post(path, {"username": "erin", "duties": ["scan", "record"]}).content.decode()
    assert ASKING in page and "erin" not in page and not appointed("erin")
    answer = {"proof_asked": "1", "kept_form": kept_in(page)}
    wrong = olga.post(path, answer | {"proof_password": "not it"}).content.decode()
    assert "驗證未通過" in wrong and kept_in(wrong) == answer["kept_form"] and not appointed("erin")
    assert LoginAttempts.objects.get().failures == 1
    assert olga.post(path, answer | {"proof_password": PASSWORD}).status_code == 302
    assert Officer.objects.get(account__username="erin").duties == ["record", "scan"]
    assert AuditEntry.objects.filter(verb=Verb.PROVEN_AGAIN).count() == 1
    an_account("finn")
    assert olga.post(path, {"username": "finn", "duties": ["scan"]}).status_code == 302 and appointed("finn")


def test_a_second_factor_is_asked_where_there_is_one(olga: Client, world: World) -> None:
    an_account("erin")
    path = f"/operator/organisers/{world.organiser.public_id}/officers/new/"
    with_app(Operator.objects.get().account)
    page = olga.post(path, {"username": "erin", "duties": ["scan"]}).content.decode()
    assert "proof_code" in page and "proof_password" not in page
    answer = {"proof_asked": "1", "kept_form": kept_in(page)}
    olga.post(path, answer | {"proof_password": PASSWORD})
    assert not appointed("erin")
    assert olga.post(path, answer | {"proof_code": code_now()}).status_code == 302 and appointed("erin")


def test_a_kept_form_is_good_at_its_own_address_for_its_owner_and_half_an_hour(
    olga: Client, world: World, hour: time_machine.Traveller
) -> None:
    an_account("erin")
    path = f"/operator/organisers/{world.organiser.public_id}/officers/new/"
    elsewhere = f"/operator/organisers/{world.other_organiser.public_id}/officers/new/"
    kept = kept_in(olga.post(path, {"username": "erin", "duties": ["scan"]}).content.decode())
    proven = {"proof_asked": "1", "proof_password": PASSWORD}
    assert olga.post(elsewhere, proven | {"kept_form": kept})["Location"] == elsewhere
    hour.shift(timedelta(minutes=31) - LATER)
    first_step(olga, "olga")
    hour.shift(LATER)
    for sent in (kept, "", "x", kept[:-4]):
        assert olga.post(path, proven | {"kept_form": sent})["Location"] == path
    assert not appointed("erin")


def test_what_is_read_is_asked_for_too_where_it_matters(olga: Client) -> None:
    page = olga.get("/security/app/").content.decode()
    assert ASKING in page and "app-secret" not in page
    answer = {"proof_asked": "1", "kept_form": "", "proof_password": PASSWORD}
    assert olga.post("/security/app/", answer)["Location"] == "/security/app/"
    assert "app-secret" in olga.get("/security/app/").content.decode()


def test_wrong_proofs_lock_the_account(olga: Client) -> None:
    answer = {"proof_asked": "1", "kept_form": "", "proof_password": "not it"}
    pages = [olga.post("/security/app/", answer).content.decode() for _ in range(5)]
    assert "已鎖定 15 分鐘" in pages[-1]
    assert "已鎖定" in olga.post("/security/app/", answer | {"proof_password": PASSWORD}).content.decode()


def test_whoever_may_not_come_in_is_not_asked(client: Client, world: World, hour: time_machine.Traveller) -> None:
    first_step(client, "dora")
    hour.shift(LATER)
    assert client.post(f"/backoffice/offerings/{world.offering.public_id}/export/").status_code == 403
    assert Client().post("/security/removal/")["Location"].startswith("/login/")


def declared(resolver: URLResolver, door: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found |= declared(one, one.namespace or door)
        elif isinstance(one, URLPattern) and (told := getattr(one.callback, "freshly_proven", "")):
            found[f"{door} leaving" if one.name == "leaving" else str(one.name)] = told
    return found


@pytest.mark.control("T17")
def test_these_ask_again_and_no_others() -> None:
    assert declared(get_resolver()) == PROVEN_AT_THE_VIEW
