"""Browsers of other makers, told what to do: Firefox over WebDriver BiDi, WebKitGTK over WebDriver.

They take no film as Chromium does: their camera is a canvas that a picture is held before.
"""

import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.websocket_connection import WebSocketConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

PATIENCE_SECONDS = 30
CAMERA = Path(__file__).with_name("canvas_camera.js").read_text(encoding="utf-8")


class NotInstalled(Exception):
    """What is missing, in words."""


class Engine(Protocol):
    """A browser with one page."""

    version: str
    has_camera: bool
    """Whether the canvas takes the camera's place before a page's own scripts run."""

    def visit(self, address: str) -> None: ...

    def run(self, function: str, *arguments: object) -> Any:
        """What a function of the page's language returns, awaited. Arguments and answer are what JSON can say."""


class Firefox:
    has_camera = True

    def __init__(self, connection: WebSocketConnection) -> None:
        self._connection = connection
        self.version = self._tell("session.new", capabilities={})["capabilities"]["browserVersion"]
        self._page = self._tell("browsingContext.getTree")["contexts"][0]["context"]
        self._tell("script.addPreloadScript", functionDeclaration=CAMERA)

    def visit(self, address: str) -> None:
        self._tell("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def run(self, function: str, *arguments: object) -> Any:
        told = self._tell(
            "script.callFunction",
            functionDeclaration=f"async (told) => JSON.stringify([await ({function})(...JSON.parse(told))])",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])[0]

    def _tell(self, command: str, **parameters: object) -> Any:
        answer = self._connection.send_cmd(command, parameters)
        assert "error" not in answer, answer
        return answer["result"]


class WebKit:
    has_camera = False

    def __init__(self, driver: Remote) -> None:
        self._driver = driver
        self.version = driver.capabilities["browserVersion"]

    def visit(self, address: str) -> None:
        self._driver.get(address)

    def run(self, function: str, *arguments: object) -> Any:
        return self._driver.execute_script(f"return ({function})(...arguments)", *arguments)


@contextmanager
def firefox() -> Iterator[Engine]:
    """Firefox in its own profile; it says on which port it listens."""
    program = _program("firefox-esr")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        asked = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with _running(asked, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            address = f"{_address_told_by(process)}/session"
            with closing(WebSocketConnection(address, PATIENCE_SECONDS, 0.01)) as connection:
                yield Firefox(connection)


@contextmanager
def webkit() -> Iterator[Engine]:
    """WebKitGTK's small browser on a screen that nobody sees."""
    driver, browser = _program("WebKitWebDriver"), _mini_browser()
    options = Options()
    options.binary_location = browser
    options.add_argument("--automation")
    with _screen() as display:
        service = Service(executable_path=driver, env={**os.environ, "DISPLAY": display})
        service.start()
        try:
            with Remote(RemoteConnection(client_config=ClientConfig(service.service_url)), options=options) as opened:
                yield WebKit(opened)
        finally:
            service.stop()


ENGINES: Mapping[str, Callable[[], AbstractContextManager[Engine]]] = {"Firefox": firefox, "WebKitGTK": webkit}


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotInstalled(f"{name} is not installed")
    return found


def _mini_browser() -> str:
    found = sorted(
        path for top in ("/usr/lib", "/usr/libexec") for path in Path(top).glob("**/webkit2gtk-4.*/MiniBrowser")
    )
    if not found:
        raise NotInstalled("MiniBrowser of WebKitGTK is not installed")
    return str(found[-1])


@contextmanager
def _screen() -> Iterator[str]:
    """Xvfb, which finds a free number itself."""
    reading, writing = os.pipe()
    asked = [_program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with _running(asked, pass_fds=[writing], stderr=subprocess.DEVNULL), os.fdopen(reading) as told:
        os.close(writing)
        yield f":{told.readline().strip()}"


@contextmanager
def _running(command: Sequence[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended when it is no longer wanted: this one and no other."""
    with subprocess.Popen(command, **how) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _address_told_by(process: subprocess.Popen[bytes]) -> str:
    """What Firefox says of it first. The rest that it says is read too, or it would wait for a reader one day."""
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found[1].decode()
    raise AssertionError("Firefox ended without listening")
