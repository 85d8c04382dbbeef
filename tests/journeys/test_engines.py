"""The gate in browsers of other makers: a code before the camera, again, without a network, after a reload."""

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, Verdict
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import PASSWORD, World, a_walk_in
from tests.journeys.engines import CAMERA, ENGINES, Engine, NotInstalled
from tests.journeys.film import drawn
from tests.journeys.line import Line

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 30
AWAY_MS = 3_200
"""A code counts anew when it was away for three seconds."""
TEXT_OF = "(selector) => document.querySelector(selector)?.textContent?.trim() ?? null"
WRONG = "() => window.journey?.wrong ?? []"
LOG_IN = """async (username, password) => {
  const { form } = document.querySelector("[name=username]");
  const told = new FormData(form);
  told.set("username", username);
  told.set("password", password);
  return (await fetch(form.action, { method: "POST", body: told })).url;
}"""
"""Without leaving the page: a page that is going away answers no question."""


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> Iterator[Engine]:
    with ExitStack() as opened:
        try:
            engine = opened.enter_context(ENGINES[request.param]())
        except NotInstalled as missing:
            pytest.skip(str(missing))
        record_property("engine", f"{request.param} {engine.version}")
        yield engine


def test_the_gate_awards_knows_keeps_and_sends(engine: Engine, line: Line, today: World) -> None:
    first, second = (a_walk_in(n, name=name, at=now()).code for n, name in ((1, "李喆堃"), (2, "林一")))
    scanner = f"{line.url}/scanner/{today.offering.public_id}/"
    engine.visit(scanner)
    assert engine.run(LOG_IN, "alice", PASSWORD) == scanner
    engine.visit(scanner)
    open_camera(engine)
    expect_text(engine, "#card-message", "請掃描學員條碼")
    wait_for(engine, "() => document.querySelectorAll('#preflight .check-good').length", 5)

    hold(engine, static_text(first))
    expect_text(engine, "#card-message", "完成核發時數")
    expect_text(engine, "#card-name", "李喆堃")
    hold(engine, static_text(first), after_ms=AWAY_MS)
    expect_text(engine, "#card-message", "已登錄時數")
    expect_text(engine, "#count-already", "1")

    line.cut()
    hold(engine, static_text(second))
    expect_text(engine, "#card-message", "已暫存，連線後核發時數")
    expect_unsent(engine, "未上傳 1 筆")
    assert engine.run(WRONG) == []
    engine.visit(scanner)
    expect_unsent(engine, "未上傳 1 筆")
    assert Award.objects.count() == 1

    line.mend()
    engine.run("() => { window.dispatchEvent(new Event('online')) }")
    wait_for(engine, "() => document.querySelector('#unsent').hidden", True)
    expect_text(engine, "#count-awarded", "2")
    assert engine.run(WRONG) == []
    assert Award.objects.count() == 2
    assert Scan.objects.get(verdict=Verdict.REFUSED).refusal == Refusal.ALREADY_AWARDED


def open_camera(engine: Engine) -> None:
    """An engine that cannot be given its camera beforehand finds none, says so, and is handed one by 重新開啟鏡頭."""
    if not engine.has_camera:
        expect_text(engine, "#camera-sentence", "找不到鏡頭。請改用下方的其他方式。")
        engine.run(CAMERA)
        engine.run("() => { document.querySelector('#camera-restart').click() }")
    wait_for(engine, "() => document.querySelector('#video')?.dataset.state", "running")


def hold(engine: Engine, text: str, *, after_ms: int = 0) -> None:
    picture = f"data:image/png;base64,{base64.b64encode(drawn(text)).decode()}"
    engine.run("(picture, emptyMs) => journey.hold(picture, emptyMs)", picture, after_ms)


def expect_text(engine: Engine, selector: str, text: str) -> None:
    wait_for(engine, TEXT_OF, text, selector)


def expect_unsent(engine: Engine, words: str) -> None:
    wait_for(engine, "(words) => document.querySelector('#unsent')?.textContent.includes(words)", True, words)


def wait_for(engine: Engine, function: str, wanted: object, *arguments: object) -> None:
    """The page comes to answer so."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while (found := engine.run(function, *arguments)) != wanted:
        assert time.monotonic() < patience, f"{found!r}, not {wanted!r}"
        time.sleep(0.1)
