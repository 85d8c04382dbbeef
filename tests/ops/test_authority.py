"""The certificate of `dev.py serve --https`: made once, kept, renewed in time, and good for nothing else."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ops import authority
from ops.dev import phones
from ops.dev.place import Trouble

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
NAMES = ["192.168.1.20", "127.0.0.1", "localhost"]
FILES = ("authority.crt", "authority.key", "site.crt", "site.key")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def changed(folder: Path, before: dict[str, bytes]) -> set[str]:
    return {name.partition(".")[0] for name, held in contents(folder).items() if held != before[name]}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    authority.ensure(tmp_path, NAMES, at=AT)
    return tmp_path


def test_only_the_owner_reads_the_keys_and_python_takes_the_pair(made: Path) -> None:
    assert {(made / name).stat().st_mode & 0o777 for name in ("authority.key", "site.key")} == {0o400}
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made / "site.crt", made / "site.key")


@pytest.mark.parametrize(
    ("names", "days", "anew"),
    [
        pytest.param(NAMES, 0, set(), id="at once again"),
        pytest.param(NAMES[:1], 59, set(), id="fewer names"),
        pytest.param([*NAMES, "192.168.1.21"], 0, {"site"}, id="another address of a local network"),
        pytest.param([*NAMES, "bank.example"], 0, {"authority", "site"}, id="a name that it may not speak for"),
        pytest.param(NAMES, 61, {"site"}, id="the site's ends soon"),
        pytest.param(NAMES, 701, {"authority", "site"}, id="the authority's ends soon"),
    ],
)
def test_what_still_serves_is_kept(made: Path, names: list[str], days: int, anew: set[str]) -> None:
    before = contents(made)
    authority.ensure(made, names, at=AT + timedelta(days=days))
    assert changed(made, before) == anew


@pytest.mark.parametrize("name", ["authority.key", "site.crt"])
def test_a_file_that_is_gone_or_broken_is_made_anew(made: Path, name: str) -> None:
    before = contents(made)
    (made / name).unlink()
    (made / name).write_text("broken")
    authority.ensure(made, NAMES, at=AT)
    assert "site" in changed(made, before)


def test_without_a_network_it_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "ELSEWHERE", ("255.255.255.255", 9))
    with pytest.raises(Trouble, match="This machine is in no network. Join the Wi-Fi"):
        phones.front(None, 8000, phones.trust_in())


def test_production_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEFA_STAGE", "production")
    with pytest.raises(Trouble, match="production has a certificate"):
        phones.front("127.0.0.1", 8000, phones.trust_in())
