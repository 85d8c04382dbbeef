"""Every address for operators with what does not exist; `tests/web/test_every_door.py` walks those that do."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from hefa.web.shell.audience import Audience

pytestmark = pytest.mark.django_db
NOBODY = UUID("6b1f7e0c-0000-4000-8000-000000000000")
TEXTS = {"which": "method", "code": "no-such-code"}
PATTERNS = {
    str(one.name): one
    for one in get_resolver().namespace_dict["operator"][1].url_patterns
    if isinstance(one, URLPattern)
}


def address(name: str) -> str:
    """The address with an object that does not exist, where it takes one."""
    things = {key: TEXTS.get(key, NOBODY) for key in PATTERNS[name].pattern.converters}
    return reverse(f"operator:{name}", kwargs=things)


def test_every_address_is_for_operators() -> None:
    assert {vars(one.callback)["audience"] for one in PATTERNS.values()} == {Audience.OPERATOR}
    assert len(PATTERNS) > 10


def test_what_does_not_exist_is_not_found(olga: Client) -> None:
    for name, pattern in PATTERNS.items():
        if "uuid" in str(pattern.pattern):
            assert olga.get(address(name), follow=True).status_code == 404, name
