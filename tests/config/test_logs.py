"""What is written into logs tells of nobody (security.md, T23)."""

import json
import logging
import random
import re
import smtplib
from collections.abc import Iterator
from io import StringIO
from types import SimpleNamespace

import psycopg
import pytest
from django.core.checks import CheckMessage
from django.db import OperationalError, connection
from gunicorn.config import Config
from gunicorn.http import wsgi

from config import server
from config.checks import database_logs_nobody
from config.logs import MaskingFormatter, logging_of, mask, only_known
from tests.cast import PASSWORD, an_id
from tests.written import people_in

pytest_plugins = "pytester"
SOMEBODY, ADDRESS, NAME = an_id(4711).value, "ming@example.org", "王小明"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What our formatter makes of the records of `hefa.test`."""
    told = logging_of("INFO")["formatters"]["line"]
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(MaskingFormatter(processors=told["processors"], foreign_pre_chain=told["foreign_pre_chain"]))
    logger = logging.getLogger("hefa.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield handler.stream
    logger.removeHandler(handler)
    logger.propagate = True


def line_of(written: StringIO) -> dict[str, str]:
    return dict(json.loads(written.getvalue()))


@pytest.mark.control("T23")
@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param(f"not found: {SOMEBODY}", "not found: [national id]", id="a number"),
        pytest.param(f"refused {ADDRESS}, 550", "refused [address], 550", id="an address"),
        pytest.param("call 0912-345-678 or 0912345678", "call [telephone] or [telephone]", id="a telephone"),
        pytest.param("GET /reset/Abc-1_2/ 500", "GET /reset/[secret]/ 500", id="a password's link"),
        pytest.param("/scanner/pass/x9-_A/", "/scanner/pass/[secret]/", id="a scanner's link"),
        pytest.param("error page 404 reference 9FD12781", "error page 404 reference 9FD12781", id="nobody"),
    ],
)
def test_the_last_chance_mask(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.control("T23")
def test_any_valid_number_is_masked_wherever_it_stands() -> None:
    dice = random.Random(23)  # noqa: S311 - a test that is the same every time
    for _ in range(500):
        text = "".join(dice.choices("ab 0-9/王{}", k=9)) + " " + an_id(dice.randrange(10**7)).value + "王"
        assert people_in(text) and not people_in(mask(text)), text


@pytest.mark.control("T23", "附表十 日誌紀錄內容 1")
def test_only_known_fields_are_written(written: StringIO) -> None:
    logging.getLogger("hefa.test").warning("something", extra={"name_of_learner": NAME, "request": SOMEBODY})
    assert set(line_of(written)) == {"event", "level", "logger", "timestamp"}
    assert only_known(None, "warning", {"event": "something", "name_of_learner": NAME}) == {"event": "something"}


@pytest.mark.control("T23", "附表十 系統發展生命週期開發階段 3")
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(smtplib.SMTPRecipientsRefused({ADDRESS: (550, NAME.encode())}), id="a mail server"),
        pytest.param(psycopg.errors.UniqueViolation(f"Key (name)=({NAME}) already exists."), id="a constraint"),
        pytest.param(ValueError(f"{NAME} {SOMEBODY}"), id="a value"),
    ],
)
def test_an_error_is_told_by_kind_and_place_not_by_what_it_says(written: StringIO, error: Exception) -> None:
    try:
        try:
            raise error
        except Exception as caught:
            raise RuntimeError(NAME) from caught
    except RuntimeError:
        logging.getLogger("hefa.test").exception("it failed")
    told = line_of(written)["exception"]
    assert type(error).__qualname__ in told and "builtins.RuntimeError" in told and "test_logs.py:" in told
    assert not any(word in written.getvalue() for word in (NAME, ADDRESS, SOMEBODY)) and " 550" not in told


def test_a_database_that_is_gone_says_why(written: StringIO) -> None:
    try:
        raise OperationalError("connection refused\nDETAIL: more")
    except OperationalError:
        logging.getLogger("hefa.test").exception("it failed")
    assert "OperationalError: connection refused" in line_of(written)["exception"] and "more" not in written.getvalue()


@pytest.mark.control("T23")
def test_gunicorn_writes_as_we_do() -> None:
    told = server.logconfig_dict
    assert {tuple(one.get("handlers", ["console"])) for one in told["loggers"].values()} == {("console",)}
    assert {"gunicorn.error", "gunicorn.access"} <= set(told["loggers"])
    assert {name: one["formatter"] for name, one in told["handlers"].items()} == {"console": "line"}
    assert set(re.findall(r"%\((.*?)\)", server.access_log_format)) == {"m", "U", "s", "B", "D"}


def test_no_answer_names_the_product_that_serves_it() -> None:
    request = SimpleNamespace(version=(1, 1), method="GET", should_close=lambda: False)
    response = wsgi.Response(request, None, Config())
    response.start_response("200 OK", [("Content-Type", "text/html")])
    told = [header.partition(":")[0] for header in response.default_headers()]
    assert told == ["HTTP/1.1 200 OK\r\n", "Date", "Connection", "Transfer-Encoding"]


@pytest.mark.control("T23")
@pytest.mark.django_db
def test_a_database_that_logs_statements_is_told_of() -> None:
    def found() -> list[CheckMessage]:
        return list(database_logs_nobody(None, ["default"]))

    assert [told.msg for told in found() if "log_error_verbosity" not in str(told.msg)] == []
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET LOCAL log_statement = 'all'")
        (told,) = found()
    assert "log_statement=all" in told.msg


@pytest.mark.control("T23")
@pytest.mark.parametrize("text", [SOMEBODY, ADDRESS, PASSWORD])
def test_a_test_that_writes_of_people_fails(
    pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """The hook of the whole run, on tests of its own: it is told when a test ends, as an error."""
    pytester.makeconftest("from tests.conftest import pytest_runtest_makereport")
    pytester.makepyfile(f"def test_it(): print({text!r})\ndef test_other(): print('nobody')")
    done = pytester.runpytest("-p", "no:cacheprovider", "-p", "no:django")
    capsys.readouterr()
    done.assert_outcomes(passed=2, errors=1)
