"""Which processes serve a door: a rush on the pages of everybody leaves the gates and the offices as they were."""

import re
from pathlib import Path

import pytest

from hefa.web.shell.audience import Audience
from ops.doors import doors

ROOT = Path(__file__).parents[2]
NGINX = (ROOT / "ops" / "nginx" / "hefa.conf").read_text(encoding="utf-8")
UNIT = (ROOT / "ops" / "systemd" / "hefa-web@.service").read_text(encoding="utf-8")
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
(MAP,) = re.findall(r"map \$uri \$served_by \{\n(.*?)\n\}", NGINX, re.DOTALL)
RULES: list[tuple[str, str]] = re.findall(r"~(\S+) (\w+);", MAP)
OTHERS: str
(OTHERS,) = re.findall(r"default (\w+);", MAP)
PORTS = dict(re.findall(r"upstream (\w+) \{\s+server 127\.0\.0\.1:(\d+);", NGINX))
POOLS = {
    Audience.STATION: {"hefa_door"},
    Audience.OFFICER: {"hefa_office", "hefa_door"},
    Audience.OPERATOR: {"hefa_office"},
    Audience.LEARNER: {"hefa_public"},
    Audience.HOLDER: {"hefa_public", "hefa_door"},
    Audience.EVERYONE: {"hefa_public", "hefa_door"},
}
"""Officers and helpers open the scanner among the gates; its first page asks who comes."""


def _pool(address: str) -> str:
    return next((pool for rule, pool in RULES if re.match(rule, "/" + address)), OTHERS)


@pytest.mark.control("附表十 傳輸之機密性與完整性 2")
def test_the_shipped_proxy_speaks_tls_of_today_alone() -> None:
    (protocols,) = re.findall(r"ssl_protocols ([^;]+);", NGINX)
    assert set(protocols.split()) == {"TLSv1.2", "TLSv1.3"}


@pytest.mark.control("T24")
def test_each_door_is_served_by_the_processes_of_its_visitors() -> None:
    astray = {
        door.name: pool
        for door, pool in ((door, _pool(door.address)) for door in doors())
        if door.audience is None or pool not in POOLS[door.audience]
    }
    assert astray == {}


@pytest.mark.control("T24")
def test_each_set_of_processes_has_a_port_of_its_own_and_is_started() -> None:
    assert len(set(PORTS.values())) == len(PORTS) == 3
    assert {pool for _, pool in RULES} | {OTHERS} == set(PORTS)
    assert "proxy_pass http://$served_by;" in NGINX
    assert "--bind 127.0.0.1:%i " in UNIT
    for port in PORTS.values():
        assert f"hefa-web@{port}" in RUNBOOK
