"""Numbers of every kind typed wherever something can be typed, and every log that could tell of them (T23).

The forms, with numbers in their files, addresses and headers; commands that fail; what the framework finds suspicious;
and PostgreSQL's own log.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from config.logs import MaskingFormatter, logging_of
from hefa.web.shell.audience import Audience
from ops.doors import Door, doors
from tests.cast import NOW, World, a_gate
from tests.config.numbers import Numbers
from tests.owner import as_owner
from tests.pristine import superuser
from tests.web.fuzz.page_forms import Form, forms_of
from tests.web.opening import everybody, opened

pytestmark = [pytest.mark.django_db, pytest.mark.control("T23")]
BROKEN = (b"PK\x03\x04%s", b"\xff\xfe%s\0", b'a,"%s\n\0', b"<svg>%s")


@contextmanager
def heard(level: str = "DEBUG") -> Iterator[StringIO]:
    """All that is logged while it lasts, by whatever logger, as it would be written."""
    told = logging_of(level)["formatters"]["line"]
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(MaskingFormatter(processors=told["processors"], foreign_pre_chain=told["foreign_pre_chain"]))
    root = logging.getLogger()
    before, was, root.handlers = root.handlers, root.level, [handler]
    root.setLevel(level)
    try:
        yield handler.stream
    finally:
        root.handlers = before
        root.setLevel(was)


def server_log() -> Path:
    """What PostgreSQL writes, where `dev.py` started it."""
    with superuser() as server:
        row = server.execute("SHOW data_directory").fetchone()
    log = Path(str(row[0] if row else "")).parent / "log"
    if not log.is_file():
        pytest.skip("the log of a PostgreSQL that somebody else started cannot be read here")
    return log


def pages() -> list[Door]:
    return [one for one in doors() if one.audience != Audience.STATION and not one.is_form_target]


def sent(form: Form, numbers: Numbers) -> dict[str, object]:
    """The form with a number in every field that somebody can type into, and in every file."""
    told: dict[str, object] = {}
    for one in form.fields():
        if one.kind == "file":
            number = numbers.next()
            broken = BROKEN[len(numbers.drawn) % len(BROKEN)] % number.encode()
            table = f"姓名,身分證統一編號\n王小明,{number}\n".encode()
            told[one.name] = SimpleUploadedFile(f"{numbers.next()}.csv", numbers.dice.choice((broken, table)))
        else:
            told[one.name] = one.values[0] if one.is_chosen or one.kind == "hidden" else numbers.next()
    return told


@pytest.mark.long
def test_no_form_file_address_or_header_comes_into_a_log(world: World) -> None:
    numbers = Numbers(23)
    log = server_log()
    begun = log.stat().st_size
    forms = 0
    with time_machine.travel(NOW, tick=False), heard() as written:
        everybody(world)
        for door in pages():
            with transaction.atomic():
                browser, path = opened(door, world)
                headers = {name: numbers.next() for name in ("User-Agent", "X-Forwarded-For", "Accept-Language")}
                asked = {"headers": {**headers, "Referer": f"http://testserver/{numbers.next()}/"}}
                browser.get(f"{path}?page={numbers.next()}", **asked)  # type: ignore[arg-type]
                page = browser.get(f"{path}?q={numbers.next()}", follow=True, **asked)  # type: ignore[arg-type]
                text = "" if page.streaming else page.content.decode(errors="replace")
                for form in forms_of(text, path):
                    forms += form.method == "POST"
                    with transaction.atomic():
                        to = f"{form.path}?next={numbers.next()}"
                        (browser.post if form.method == "POST" else browser.get)(to, sent(form, numbers), **asked)  # type: ignore[arg-type]
                transaction.set_rollback(True)
    assert forms > 50 and len(numbers.drawn) > 1000
    assert numbers.told_by(written.getvalue()) == []
    assert numbers.told_by(log.read_bytes()[begun:].decode(errors="replace")) == []


def test_what_is_suspicious_or_fails_is_told_without_what_was_typed(world: World) -> None:
    numbers = Numbers(24)
    browser = Client(raise_request_exception=False)
    station = {"Authorization": a_gate(world.alice, world.offering).authorization}
    with heard() as written:
        for _ in range(20):
            number = numbers.next()
            browser.get(f"/{number}/", headers={"Host": f"{number.encode('idna').decode()}.example"})
            browser.get(f"/scanner/{number}/{number}", headers={"Cookie": f"hefa={number}; hefa-csrf={number}"})
            browser.generic("POST", "/login/", b"x=" + number.encode() * 2**17, content_type="multipart/form-data")
            browser.generic(number[:1].upper(), "/code/", number.encode(), content_type=f"text/plain; charset={number}")
            told = {"items": [{"code": number, number: number}], "boot": number}
            browser.post("/api/scan/v1/scans", told, content_type="application/json", headers=station)
            browser.get(f"/api/scan/v1/offerings/{number}/list", headers={"Authorization": f"Station {number}"})
    assert "error page" in written.getvalue() and "DisallowedHost" in written.getvalue()
    assert numbers.told_by(written.getvalue()) == []


@pytest.mark.parametrize("command", ["import_units", "import_codes"])
def test_a_command_names_bad_lines_without_what_stands_there(command: str, tmp_path: Path) -> None:
    numbers = Numbers(25, passports=False)
    file = tmp_path / "lines.csv"
    arguments = ["method"] if command == "import_codes" else []
    for head in ("機關代碼,機關名稱,機關生效日期,主管機關代碼", "代碼,名稱,生效日期,停用日期", numbers.next()):
        lines = [",".join(numbers.next() for _ in range(4)) for _ in range(30)]
        for content in ("\n".join([head, *lines]).encode("utf-8-sig"), b"\xff\xfe" + numbers.next().encode()):
            file.write_bytes(content)
            out, wrong = StringIO(), StringIO()
            said = ""
            try:
                call_command(command, *arguments, str(file), stdout=out, stderr=wrong)
            except (CommandError, SystemExit) as error:
                said = str(error)
            assert numbers.told_by(out.getvalue() + wrong.getvalue() + said) == []


def test_postgresql_tells_nobody_and_where_it_would_it_is_seen(world: World) -> None:
    """Of rows that a constraint refuses, of values that are none, and of what a trigger says."""
    numbers = Numbers(26)
    log = server_log()

    def provoked() -> str:
        begun = log.stat().st_size
        number = numbers.next()
        for statement in (
            "INSERT INTO account SELECT * FROM account WHERE username = %s",
            "SELECT %s::uuid",
            "UPDATE account SET username = upper(%s) WHERE username = 'alice'",
            "DO $$ BEGIN RAISE EXCEPTION 'no %%', '" + number + "'; END $$ -- %s",
        ):
            with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [number])
        return log.read_bytes()[begun:].decode(errors="replace")

    assert numbers.told_by(provoked()) == []
    with as_owner() as cursor:
        cursor.execute("SET LOCAL log_min_messages = 'error'; SET LOCAL log_error_verbosity = 'default'")
    assert len(numbers.told_by(provoked())) == 1
