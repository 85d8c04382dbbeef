"""單一登入: into the account that its owner has linked, never into another, never by an address."""

from collections.abc import Iterator

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey
from pytest_django.fixtures import Settings

from hefa.accounts.actions import disable_account, link_provider
from hefa.accounts.models import Account, ProviderLink
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.base.clock import now
from tests.cast import World, an_account
from tests.web.shell.an_issuer import CLIENT_ID, CLIENT_SECRET, Issuer, an_issuer
from tests.web.shell.test_second_step import code_now, with_app

pytestmark = pytest.mark.django_db


@pytest.fixture
def issuer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with an_issuer() as there:
        settings.HEFA_OIDC = {
            "name": "公務帳號登入",
            "issuer": there.address,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
        yield there


def come_back(browser: Client, issuer: Issuer, start: str = "/login/provider/", **changes: str) -> str:
    """Go to the provider, log in there, and come back; where that leads."""
    told = issuer.let_in(browser.get(start)["Location"]) | changes
    return str(browser.get("/login/provider/return/", told)["Location"])


def link(account: Account, issuer: Issuer) -> None:
    link_provider(account=account, issuer=issuer.address, subject=issuer.subject, at=now())


def is_in(browser: Client) -> bool:
    return browser.get("/profile/").status_code == 200


def test_without_settings_there_is_no_such_thing(client: Client) -> None:
    an_account("ming")
    client.force_login(Account.objects.get())
    for path in ("/login/provider/", "/login/provider/return/", "/security/provider/"):
        assert client.get(path).status_code == 404
    assert "公務帳號" not in client.get("/security/").content.decode()


def test_a_linked_subject_logs_in_and_comes_where_it_wanted(client: Client, issuer: Issuer, world: World) -> None:
    link(world.alice.account, issuer)
    page = client.get("/login/?next=/backoffice/").content.decode()
    assert "公務帳號登入" in page and "/login/provider/?next=/backoffice/" in page
    assert come_back(client, issuer, "/login/provider/?next=/backoffice/") == "/backoffice/"
    assert client.get("/backoffice/").status_code == 200
    assert AuditEntry.objects.filter(verb=Verb.LOGGED_IN).get().facts == {"by": "provider"}


def test_an_unknown_subject_with_a_known_address_stays_outside(client: Client, issuer: Issuer) -> None:
    an_account("alice")
    assert come_back(client, issuer) == "/login/"
    assert not is_in(client) and not ProviderLink.objects.exists()
    assert "尚未連結帳號" in client.get("/login/").content.decode()


def test_the_second_factor_is_asked_all_the_same(client: Client, issuer: Issuer, world: World) -> None:
    link(world.alice.account, issuer)
    with_app(world.alice.account)
    assert come_back(client, issuer) == "/login/second/" and not is_in(client)
    client.post("/login/second/", {"proof_code": code_now()})
    assert is_in(client)


def test_a_disabled_account_stays_outside(client: Client, issuer: Issuer) -> None:
    account = an_account("ming")
    link(account, issuer)
    disable_account(account=account, reason="離職", by=account, at=now())
    come_back(client, issuer)
    assert not is_in(client)


def test_the_owner_links_and_unlinks_while_logged_in(client: Client, issuer: Issuer) -> None:
    account = an_account("ming")
    client.force_login(account)
    page = client.get("/security/provider/").content.decode()
    start = page.split('href="/login/provider/?link=')[1].split("&")[0]
    assert come_back(client, issuer, f"/login/provider/?link={start}") == "/security/"
    assert ProviderLink.objects.get().account == account
    other = Client()
    come_back(other, issuer)
    assert is_in(other)
    client.post("/security/provider/removal/")
    assert not ProviderLink.objects.exists()


def test_nobody_is_made_to_link_what_he_did_not_ask_for(client: Client, issuer: Issuer) -> None:
    client.force_login(an_account("ming"))
    for start in ("/login/provider/", "/login/provider/?link=", "/login/provider/?link=guessed"):
        come_back(client, issuer, start)
    assert not ProviderLink.objects.exists()


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_opens_nothing(client: Client, issuer: Issuer, lie: dict[str, object]) -> None:
    account = an_account("ming")
    link(account, issuer)
    issuer.lies = lie
    assert come_back(client, issuer) == "/login/"
    assert not is_in(client) and "單一登入沒有完成" in client.get("/login/").content.decode()


@pytest.mark.parametrize("forged", ["another key", "our secret"])
def test_a_token_signed_by_somebody_else_opens_nothing(client: Client, issuer: Issuer, forged: str) -> None:
    link(an_account("ming"), issuer)
    if forged == "another key":
        issuer.signing = RSAKey.generate_key(2048, {"kid": "1"})
    else:
        issuer.algorithm, issuer.signing = "HS256", OctKey.import_key(CLIENT_SECRET, {"kid": "1"})
    come_back(client, issuer)
    assert not is_in(client)


def test_an_answer_to_no_question_opens_nothing(client: Client, issuer: Issuer) -> None:
    link(an_account("ming"), issuer)
    assert client.get("/login/provider/return/", {"code": "a-code", "state": "x"}).status_code == 404
    assert come_back(client, issuer, state="another") == "/login/"
    assert come_back(client, issuer, code="another") == "/login/"
    assert not is_in(client)


def test_a_provider_that_is_away_is_told_in_words(client: Client, settings: Settings) -> None:
    settings.HEFA_OIDC = {"name": "單一登入", "issuer": "http://127.0.0.1:9", "client_id": "x", "client_secret": "y"}
    assert client.get("/login/provider/")["Location"] == "/login/"
    assert "單一登入沒有完成" in client.get("/login/").content.decode()
