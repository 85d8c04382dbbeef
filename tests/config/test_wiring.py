"""What production asks for before Hefa answers anybody."""

import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pydantic import ValidationError
from pytest_django.fixtures import Settings

from config.checks import database_keeps_what_it_commits, keys_are_whole, officers_show_a_second_factor
from config.database import database_of
from config.env import ROOT, Env

PRODUCTION = {
    "HEFA_STAGE": "production",
    "HEFA_ALLOWED_HOSTS": "hefa.example",
    "HEFA_KEYS_FILE": "keys.json",
    "HEFA_SECRET_KEY_FILE": "secret.txt",
    "HEFA_HTTPS": "true",
    "HEFA_EMAIL_HOST": "mail.example",
    "DATABASE_URL": "postgresql:///hefa",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_complete_production_starts(production: pytest.MonkeyPatch) -> None:
    env = Env()
    assert env.is_production and env.hosts == ["hefa.example"]


@pytest.mark.control("附表十 遠端存取 4", "附表十 身分驗證管理 2", "附表十 傳輸之機密性與完整性 1")
@pytest.mark.parametrize(
    ("stage", "seconds"), [("production", 31_536_000), pytest.param("development", 0, id="a phone on localhost")]
)
def test_browsers_are_bound_to_https_in_production_alone(
    production: pytest.MonkeyPatch, tmp_path: Path, stage: str, seconds: int
) -> None:
    (tmp_path / "secret.txt").write_text("s" * 50)
    production.setenv("HEFA_SECRET_KEY_FILE", str(tmp_path / "secret.txt"))
    production.setenv("HEFA_STAGE", stage)
    told = "from config import settings; print(settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_SECURE)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(seconds), "True"]


@pytest.mark.control("附表十 遠端存取 4")
@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"HEFA_STAGE"}))
def test_production_names_what_is_missing(production: pytest.MonkeyPatch, name: str) -> None:
    production.delenv(name)
    with pytest.raises(ValidationError, match=name):
        Env()


@pytest.mark.control("附表十 遠端存取 4")
def test_production_does_not_answer_to_any_name(production: pytest.MonkeyPatch) -> None:
    production.setenv("HEFA_ALLOWED_HOSTS", "hefa.example.gov.tw,*")
    with pytest.raises(ValidationError, match="HEFA_ALLOWED_HOSTS must name hosts"):
        Env()


@pytest.mark.control("附表十 系統發展生命週期部署與維運階段 2")
def test_the_secret_is_long_and_readable(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    production.setenv("HEFA_SECRET_KEY_FILE", str(secret))
    with pytest.raises(ValueError, match="cannot be read"):
        Env().secret_key()
    secret.write_text("short")
    with pytest.raises(ValueError, match="50 characters"):
        Env().secret_key()


@pytest.mark.parametrize(
    ("url", "host", "port", "name"),
    [
        ("postgresql://u:p%40ss@db.example:5433/hefa", "db.example", "5433", "hefa"),
        ("postgresql:///hefa?host=/run/postgresql&user=u", "/run/postgresql", "", "hefa"),
    ],
)
def test_a_database_url_is_read(url: str, host: str, port: str, name: str) -> None:
    told = database_of(url)
    assert (told["HOST"], told["PORT"], told["NAME"], told["USER"]) == (host, port, name, "u")
    assert told["PASSWORD"] in ("", "p@ss")


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        database_of("sqlite:///hefa.db")


def test_every_static_file_is_found_by_its_hashed_name(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = (tmp_path / "staticfiles.json").read_text(encoding="utf-8")
    assert "scanner/scanner.js" in manifest and "vendor/bootstrap.min.css" in manifest


@pytest.mark.control("附表十 傳輸之機密性與完整性 5", "附表十 資料儲存之安全 1")
@pytest.mark.parametrize("mode", [0o400, 0o440, 0o644])
def test_keys_are_their_owners_alone(settings: Settings, tmp_path: Path, mode: int) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(Path(settings.HEFA_KEYS_FILE).read_text(encoding="ascii"), encoding="ascii")
    keys.chmod(mode)
    settings.HEFA_KEYS_FILE, settings.HEFA_IS_PRODUCTION = keys, True
    assert [found.id for found in keys_are_whole(None)] == ([] if mode == 0o400 else ["hefa.E002"])
    keys.chmod(0o600)
    keys.write_text("{}", encoding="ascii")
    assert [found.id for found in keys_are_whole(None)] == ["hefa.E001"]


@pytest.mark.control("附表十 系統發展生命週期部署與維運階段 1")
@pytest.mark.django_db
def test_a_database_that_may_lose_awards_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        unsafe = [str(found.msg) for found in database_keeps_what_it_commits(None, ["default"])]
        cursor.execute("SET synchronous_commit = on")
        told = [str(found.msg) for found in database_keeps_what_it_commits(None, ["default"])]
    assert any("synchronous_commit=off" in message for message in unsafe)
    assert not any("synchronous_commit" in message for message in told)


@pytest.mark.control("附表十 加密模組鑑別 1")
def test_passwords_cost_in_production_what_owasp_names() -> None:
    """The tests' own passwords are lighter; the module as production loads it says what they cost there."""
    real = run_path(str(ROOT / "config" / "hashers.py"))["Argon2id"]
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in real().encode("Green-Water-2026", "salt-of-a-test")
    assert settings.PASSWORD_HASHERS == ["config.hashers.Argon2id"]


@pytest.mark.control("附表十 內部使用者之識別與鑑別 2")
def test_production_demands_a_second_factor_unless_told_otherwise_and_says_so(
    production: pytest.MonkeyPatch, settings: Settings
) -> None:
    assert Env().demands_second_factor
    production.setenv("HEFA_SECOND_FACTOR", "offered")
    assert not Env().demands_second_factor
    settings.HEFA_IS_PRODUCTION, settings.HEFA_SECOND_FACTOR_DEMANDED = True, False
    assert [told.id for told in officers_show_a_second_factor(None)] == ["hefa.W004"]
    settings.HEFA_SECOND_FACTOR_DEMANDED = True
    assert officers_show_a_second_factor(None) == []


def test_development_offers_it_for_the_demonstration() -> None:
    assert not Env().demands_second_factor


@pytest.mark.control("附表十 傳輸之機密性與完整性 1")
@pytest.mark.parametrize("issuer", ["http://sso.example", "https://sso.example"])
def test_a_provider_is_named_whole_and_over_https(production: pytest.MonkeyPatch, tmp_path: Path, issuer: str) -> None:
    production.setenv("HEFA_OIDC_ISSUER", issuer)
    with pytest.raises(ValidationError, match="HEFA_OIDC_CLIENT_ID"):
        Env()
    secret = tmp_path / "secret.txt"
    production.setenv("HEFA_OIDC_CLIENT_ID", "hefa")
    production.setenv("HEFA_OIDC_SECRET_FILE", str(secret))
    if issuer.startswith("http:"):
        with pytest.raises(ValidationError, match="https://"):
            Env()
        return
    with pytest.raises(ValueError, match="cannot be read"):
        Env().oidc_secret()
    secret.write_text("given\n")
    assert Env().oidc_secret() == "given"
