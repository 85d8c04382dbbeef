"""Phones at the doors and pages in learners' hands, all in one process: what each asks, and what all of them heard."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

import aiohttp

from bench.scan_request import Gate, envelope, sign_of_life

POLL_SECONDS = 2.0
BEAT_SECONDS = 15.0
API = "/api/scan/v1"


@dataclass
class Heard:
    """What all phones and pages heard: times by kind of question, errors by kind, the verdict of each scan_id."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    verdicts: dict[str, str] = field(default_factory=dict)


class Browser:
    """A browser with connections of its own. Every request is timed; one that fails is counted and answers None."""

    def __init__(self, address: str, headers: dict[str, str], heard: Heard) -> None:
        self.heard = heard
        self.session = aiohttp.ClientSession(
            address,
            headers=headers,
            connector=aiohttp.TCPConnector(limit=6),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(15),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        await self.session.close()

    async def ask(
        self,
        kind: str,
        path: str,
        *,
        body: Any = None,
        headers: dict[str, str] | None = None,
        since: float | None = None,
    ) -> tuple[aiohttp.ClientResponse, bytes] | None:
        """The answer and its body; `since` is when the wait began, if before now."""
        began = time.perf_counter() if since is None else since
        try:
            method = "GET" if body is None else "POST"
            async with self.session.request(method, path, json=body, headers=headers) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self.heard.errors[f"{kind}: {type(error).__name__}"] += 1
            return None
        self.heard.ms.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
        if response.status not in (200, 304):
            self.heard.errors[f"{kind}: HTTP {response.status}"] += 1
            return None
        return response, answer


class Phone(Browser):
    """A scanner page at a door."""

    def __init__(self, address: str, gate: Gate, heard: Heard) -> None:
        super().__init__(address, {"Authorization": gate.authorization}, heard)
        self.gate, self.boot, self.seq, self.cursor = gate, uuid4(), 0, ""
        self.of = f"{API}/offerings/{gate.offering}"

    async def open(self) -> None:
        """As the page does when it opens: the time, the whole pack, the list."""
        await self.ask("open", f"{API}/heartbeat", body=sign_of_life(self.boot))
        await self.refresh("open")
        await self.ask("open", f"{self.of}/list?page=1")

    async def serve(self, plan: Sequence[tuple[float, str]]) -> None:
        """Scan each code when it is shown: seconds from now and its text. Signs of life go beside."""
        began = time.perf_counter()
        beating = asyncio.create_task(self._beat())
        lists: set[asyncio.Task[Any]] = set()
        for shown_after, code in plan:
            await asyncio.sleep(max(0.0, began + shown_after - time.perf_counter()))
            await self._scan(code, shown_at=began + shown_after)
            lists.add(asyncio.create_task(self.ask("list", f"{self.of}/list?page=1")))
        await asyncio.gather(*lists)
        beating.cancel()

    async def refresh(self, kind: str) -> None:
        """The pack, whole or what changed since the last one."""
        told = await self.ask(kind, f"{self.of}/pack?cursor={self.cursor}")
        if told is not None:
            length = int.from_bytes(told[1][:4], "big")
            self.cursor = json.loads(told[1][4 : 4 + length])["cursor"]

    async def _scan(self, code: str, *, shown_at: float) -> None:
        self.seq += 1
        body = envelope(self.gate, code, boot=self.boot, seq=self.seq)
        told = await self.ask("scan", f"{API}/scans", body=body, since=shown_at)
        if told is None:
            return
        (result,) = json.loads(told[1])["results"]
        self.heard.verdicts[result["scan_id"]] = result["verdict"]
        if (result["verdict"], result["reason"]) not in (("AWARDED", ""), ("REFUSED", "ALREADY_AWARDED")):
            self.heard.errors[f"scan: {result['verdict']} {result['reason']}"] += 1

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self.ask("heartbeat", f"{API}/heartbeat", body=sign_of_life(self.boot))
            await self.refresh("pack")


class LearnersPage(Browser):
    """The page with a personal code, which asks whether it has been scanned."""

    def __init__(self, address: str, path: str, cookie: str, heard: Heard) -> None:
        super().__init__(address, {"Cookie": cookie, "Accept": "application/json"}, heard)
        self.path, self.awards = path, 0

    async def poll(self, *, after: float, over: asyncio.Event) -> None:
        """Every two seconds from `after` on, with the tag of the last answer; once more when all is over."""
        await asyncio.sleep(after)
        headers: dict[str, str] = {}
        last = False
        while not last:
            last = over.is_set()
            sent = time.perf_counter()
            told = await self.ask("poll", self.path, headers=headers)
            if told is not None and told[0].status == 200:
                headers = {"If-None-Match": told[0].headers["ETag"]}
                self.awards = len(json.loads(told[1])["awards"])
            if not last:
                await asyncio.sleep(max(0.0, sent + POLL_SECONDS - time.perf_counter()))
