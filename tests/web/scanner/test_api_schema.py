"""The scan API under requests drawn from its own OpenAPI schema: no answer is a 5xx, strangers change nothing."""

from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from hefa.web.scanner.api import api
from tests.cast import World, a_gate
from tests.web.stored import stored

pytestmark = pytest.mark.django_db
UNKNOWN = "Station 6b1f7e0c-0000-4000-8000-000000000000." + "A" * 43
EXAMPLES = 20


def operations() -> dict[str, Any]:
    told = api.get_openapi_schema(path_prefix="/api/scan/v1/")
    schema = schemathesis.openapi.from_dict(dict(told))
    found: list[Any] = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {one.label: one for one in found}


OPERATIONS = operations()


def test_the_schema_names_every_door() -> None:
    assert len(OPERATIONS) >= 10


@pytest.mark.control("T16")
@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("who", ["known", "unknown", "none"])
def test_no_request_of_the_schema_is_an_error_of_ours(label: str, who: str, world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    authorization = {"known": gate.authorization, "unknown": UNKNOWN, "none": ""}[who]
    browser = Client(raise_request_exception=False, headers={"Authorization": authorization})
    places = st.sampled_from([str(world.offering.public_id), None])
    before = stored()

    @seed(1)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(OPERATIONS[label].as_strategy(), places)
    def ask(case: Any, place: str | None) -> None:
        if place is not None and "offering_id" in case.path_parameters:
            case.path_parameters["offering_id"] = place
        sent = case.as_transport_kwargs(base_url="http://testserver")
        with transaction.atomic():
            answer = _answer(browser, sent)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (answer.status_code, sent)
        assert who == "known" or answer.status_code in (401, 404), (answer.status_code, sent)

    ask()
    assert stored() == before


def _answer(browser: Client, sent: dict[str, Any]) -> Any:
    """The request over WSGI, in this process, as the HTTP library would send it."""
    told = requests.Request(
        sent["method"], sent["url"], json=sent.get("json"), data=sent.get("data"), files=sent.get("files"), params=sent.get("params")
    ).prepare()
    body = told.body or b""
    return browser.generic(
        sent["method"],
        told.path_url,
        body.encode() if isinstance(body, str) else body,
        content_type=str(told.headers.get("Content-Type", "")),
    )
