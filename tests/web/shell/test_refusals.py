"""Refusals of the framework, in the site's words and with nothing of what it is made of."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ops.dev.place import ROOT

pytestmark = pytest.mark.django_db
MADE_OF = re.compile(r"django|gunicorn|python|traceback|nginx|whitenoise|csrf|\d+\.\d+\.\d+", re.IGNORECASE)


@pytest.mark.control("T24")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({"username": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}, 413, id="bytes"),
        pytest.param({f"f{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}, 400, id="fields"),
        pytest.param(
            {f"f{n}": SimpleUploadedFile("a", b"a") for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)},
            400,
            id="files",
        ),
    ],
)
def test_a_form_holds_so_much(client: Client, sent: dict[str, object], status: int) -> None:
    answer = client.post("/login/", sent)
    assert answer.status_code == status
    assert re.search(r"代號 <code>[0-9A-F]{8}</code>", answer.content.decode())


def test_a_page_that_is_read_says_so_to_whoever_writes(client: Client) -> None:
    answer = client.post("/site-map/")
    assert answer.status_code == 405 and "GET" in answer["Allow"]
    assert "無法這樣開啟" in answer.content.decode()


@pytest.mark.parametrize("where", ["/nothing/", "/site-map/", "/api/scan/v1/nothing"])
def test_a_refusal_tells_its_number_and_not_what_the_site_is_made_of(
    client: Client, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "hefa.web")
    for accept in ("text/html", "application/json"):
        answer = client.post(where, headers={"Accept": accept})
        words = answer.content.decode()
        (reference,) = set(re.findall(r"\b[0-9A-F]{8}\b", words))
        assert f"reference {reference}" in caplog.text
        assert not MADE_OF.search(words) and "Server" not in answer.headers


def test_the_proxy_takes_as_much_as_the_site() -> None:
    told = (ROOT / "ops" / "nginx" / "hefa.conf").read_text(encoding="utf-8")
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", told)
    assert int(megabytes) * 1024 * 1024 == settings.FILE_UPLOAD_MAX_MEMORY_SIZE
