"""What the tests of the learner's pages share: filling in forms and looking at what came back."""

import re
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from hefa.codes.actions import MadeCode
from hefa.codes.models import PersonalCode
from hefa.web.learner.holder import cookie_name, give_secret
from tests.cast import an_id

WHOLE_NUMBER = re.compile(r"(?<![0-9A-Fa-f-])[A-Z][1289A-D]\d{8}(?![0-9A-Fa-f])", re.IGNORECASE)
"""A national ID as a page would show it; ten hexadecimal digits inside a random id are none."""
PUBLIC_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def filled(number: int = 1, **changes: str) -> dict[str, str]:
    """Flow B's form as a citizen without a unit sends it."""
    return {"name": "王小明", "national_id": an_id(number).value, "unit_choice": "none"} | changes


def make(client: Client, number: int = 1, **changes: str) -> PersonalCode:
    """A code made by flow B in this browser."""
    answer = client.post("/code/making/", filled(number, **changes))
    assert answer.status_code == 302, text_of(answer)
    return PersonalCode.objects.get(public_id=UUID(answer["Location"].split("/")[2]))


def browser_of(made: MadeCode) -> Client:
    """A browser that holds the capability of a code made without it."""
    assert made.code.holder is not None and made.secret is not None
    answer = HttpResponse()
    give_secret(answer, made.code.holder.public_id, made.secret)
    client = Client()
    client.cookies[cookie_name()] = answer.cookies[cookie_name()].value
    return client


def text_of(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def alike(text: str) -> str:
    """A page without what is random in it: tokens, ids, the code itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r'data-hefa-modules fill="#000" d="[^"]+"', "", text)
    return PUBLIC_ID.sub("", text)
