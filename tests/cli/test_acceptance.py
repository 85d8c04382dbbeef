"""The acceptance sheet: each line against an installation that is right and one that is wrong."""

import json
import os
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from hefa.accounts.models import Account
from hefa.audit.models import AuditCheck, AuditEntry
from hefa.audit.names import Flaw
from hefa.base.clock import now
from hefa.cli.acceptance import machine, site, storage
from hefa.cli.acceptance.finding import Finding, State
from hefa.cli.acceptance.sheet import look, written
from hefa.keys.making import new_key_file
from tests.cast import World, a_walk_in, an_account

pytestmark = pytest.mark.django_db


def states(findings: object) -> dict[str, State]:
    assert isinstance(findings, list | tuple)
    return {finding.subject: finding.state for finding in findings}


@pytest.mark.control("附表十 系統發展生命週期部署與維運階段 2", "附表十 獲得程序 1")
def test_development_settings_and_demonstration_are_told(settings: Settings, at: datetime) -> None:
    assert states(site.settings_are_production()) == {"正式環境": State.BAD, "網站主機名稱": State.BAD}
    settings.HEFA_IS_PRODUCTION, settings.ALLOWED_HOSTS = True, ["hefa.example.gov.tw"]
    assert set(states(site.settings_are_production()).values()) == {State.GOOD}
    assert states(site.no_demonstration()) == {"示範帳號": State.GOOD}
    an_account("demo-alice", at=at)
    assert states(site.no_demonstration()) == {"示範帳號": State.BAD}


@pytest.mark.control("附表十 身分驗證管理 1")
def test_accounts_with_known_passwords_are_not_made_in_production(settings: Settings) -> None:
    settings.HEFA_IS_PRODUCTION = True
    with pytest.raises(CommandError, match="not in production"):
        call_command("seed_demo")
    assert not Account.objects.exists()


@pytest.fixture
def https_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site with a certificate of three months that this process trusts; yields host and port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    moment = now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "site.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = HTTPServer(("127.0.0.1", 0), Answering)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


class Answering(BaseHTTPRequestHandler):
    """/health/ as Hefa answers it, but without a content policy; it believes what callers say of their address."""

    def do_GET(self) -> None:
        told = json.dumps({"address": self.headers.get("X-Forwarded-For", "127.0.0.1")}).encode()
        self.send_response(200)
        for name in ("Strict-Transport-Security", "Permissions-Policy", "X-Content-Type-Options"):
            self.send_header(name, "x")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(now(), usegmt=True)

    def log_message(self, *args: object) -> None:
        pass


def test_the_public_address_is_looked_at_as_a_phone_does(https_site: str) -> None:
    at = now()
    seen = states(site.public_address(https_site, at=at))
    assert seen == {
        "HTTPS": State.GOOD,
        "憑證": State.GOOD,
        "安全標頭": State.BAD,
        "來源位址": State.BAD,
        "轉址": State.BAD,
        "網站時鐘": State.GOOD,
    }
    late = states(site.public_address(https_site, at=at + timedelta(days=70)))
    assert late["憑證"] is State.BAD and late["網站時鐘"] is State.BAD


def test_the_address_is_the_callers_own(client: Client, settings: Settings) -> None:
    forged = {"X-Forwarded-For": site.MADE_UP}
    assert client.get("/health/address/", headers=forged).json() == {"address": "127.0.0.1"}
    settings.HEFA_IS_BEHIND_PROXY = True
    proxied = {"X-Forwarded-For": f"{site.MADE_UP}, 198.51.100.7"}
    assert client.get("/health/address/", headers=proxied).json() == {"address": "198.51.100.7"}


def test_a_second_factor_is_asked_for_on_the_sheet(settings: Settings) -> None:
    assert states(site.second_factor_is_demanded()) == {"第二驗證方式": State.BAD}
    settings.HEFA_SECOND_FACTOR_DEMANDED = True
    assert states(site.second_factor_is_demanded()) == {"第二驗證方式": State.GOOD}


@pytest.mark.control("附表十 傳輸之機密性與完整性 1")
def test_a_certificate_that_nobody_vouches_for_is_no_https(https_site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert states(site.public_address(https_site, at=now())) == {"HTTPS": State.BAD}


def test_a_mail_server_that_does_not_answer_is_told(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert states(machine.mail_is_taken()) == {"郵件（SMTP）": State.BAD}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert states(machine.mail_is_taken()) == {"郵件（SMTP）": State.BAD}


@pytest.mark.control("附表十 日誌儲存容量 1")
@pytest.mark.parametrize(("free", "state"), [(19, State.BAD), (20, State.GOOD)])
def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(total=100, free=free))
    assert states(machine.disk_has_room()) == {"磁碟空間": state}


@pytest.mark.control("附表十 系統備份 5", "附表十 傳輸之機密性與完整性 5")
def test_keys_are_good_once_this_very_file_lies_in_two_places(settings: Settings, tmp_path: Path, at: datetime) -> None:
    file = tmp_path / "keys.json"
    file.write_text(_keys())
    file.chmod(0o644)
    settings.HEFA_KEYS_FILE = file
    assert states(storage.keys_are_kept(at=at)) == {"金鑰檔權限": State.BAD, "金鑰異地備份": State.BAD}
    file.chmod(0o400)
    with pytest.raises(CommandError, match="至少要備份在 2 處"):
        call_command("record_escrow", "--copies", "1")
    call_command("record_escrow", "--copies", "2")
    assert states(storage.keys_are_kept(at=at)) == {"金鑰檔權限": State.GOOD, "金鑰異地備份": State.GOOD}
    file.chmod(0o600)
    file.write_text(_keys())
    file.chmod(0o400)
    assert states(storage.keys_are_kept(at=at))["金鑰異地備份"] is State.BAD


def test_a_serving_role_that_may_all_is_told(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # as a server comes; that of the tests waits for no disk
    seen = states(storage.database_is_sound())
    assert seen["資料庫版本"] is seen["資料不遺失"] is State.GOOD
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        (mighty,) = cursor.fetchone()
    assert seen["資料庫角色"] is (State.BAD if mighty else State.GOOD)
    assert seen["背景工作"] is State.BAD


@pytest.mark.control("附表十 軟體及資訊完整性 4")
def test_an_audit_that_was_not_verified_lately_or_does_not_verify_is_told(at: datetime) -> None:
    assert states(storage.audit_is_verified(at=at)) == {"稽核紀錄驗證": State.BAD}
    told = {"first_height": 1, "last_height": 3, "entries": 120, "unsealed": 0}
    AuditCheck.objects.create(checked_at=at, **told)
    assert states(storage.audit_is_verified(at=at)) == {"稽核紀錄驗證": State.GOOD}
    assert states(storage.audit_is_verified(at=at + timedelta(days=2))) == {"稽核紀錄驗證": State.BAD}
    AuditCheck.objects.create(checked_at=at, flaw=Flaw.ALTERED, flaw_height=2, **told)
    assert states(storage.audit_is_verified(at=at)) == {"稽核紀錄驗證": State.BAD}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_never_migrated_is_told_once_and_the_rest_is_looked_at(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO pg_temp")
    try:
        findings = look("localhost:9", at=at)
    finally:
        connection.close()
    [told] = [one for one in findings if one.subject == "資料庫"]
    assert told.state is State.BAD and "migrate" in told.told
    assert {"HTTPS", "磁碟空間"} <= {one.subject for one in findings}


def test_every_line_that_is_bad_says_what_to_do(at: datetime, settings: Settings, tmp_path: Path) -> None:
    settings.HEFA_KEYS_FILE = tmp_path / "none.json"
    bad = [one for one in look("localhost:9", at=at) if one.state is State.BAD]
    assert len(bad) > 7 and [one.subject for one in bad if "請" not in one.told] == []


def test_the_sheet_names_what_is_bad_and_is_signed_below(at: datetime) -> None:
    findings = look("localhost:9", at=at)
    sheet = written(findings, host="localhost:9", commit="abc", at=at)
    bad = sum(finding.state is State.BAD for finding in findings)
    assert f"{bad} 項不合格" in sheet and sheet.count("日期：") == 3
    good = written([Finding.of("甲", True, "乙")], host="h", commit="c", at=at)
    assert " 1. [合格] 甲：乙" in good and "全部合格" in good


@pytest.mark.control("附表十 系統備份 3")
@pytest.mark.django_db(transaction=True)
def test_a_backup_counts_once_it_was_restored_and_opened(world: World, at: datetime) -> None:
    name = f"{connection.settings_dict['NAME']}_restored"
    url = _url_of(name)
    a_walk_in(1, at=at)
    with pytest.raises(CommandError, match="服務中的資料庫"):
        call_command("test_restore", _url_of(str(connection.settings_dict["NAME"])))
    with pytest.raises(CommandError, match="無法讀取"):
        call_command("test_restore", url)
    _restore_into(name)
    try:
        assert states(storage.backup_was_restored(at=at)) == {"備份還原測試": State.BAD}
        call_command("test_restore", url)
        drill = AuditEntry.objects.get(verb="restore_tested")
        assert states(storage.backup_was_restored(at=drill.at)) == {"備份還原測試": State.GOOD}
        assert states(storage.backup_was_restored(at=drill.at + timedelta(days=101))) == {"備份還原測試": State.BAD}
        with psycopg.connect(url) as copy:
            copy.execute("UPDATE learner SET name = set_byte(name, 20, get_byte(name, 20) # 1)")
        with pytest.raises(CommandError, match="無法以目前的金鑰開啟"):
            call_command("test_restore", url)
    finally:
        with psycopg.connect(_url_of("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _restore_into(name: str) -> None:
    """PostgreSQL's own copy of the database stands for dump and restore: the same pages, another database."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's connections alone; else it holds dead ones
    with psycopg.connect(_url_of("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [own])
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')


def _url_of(name: str) -> str:
    given = os.environ["DATABASE_URL"]
    head, _, query = given.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _keys() -> str:
    return json.dumps(new_key_file())
