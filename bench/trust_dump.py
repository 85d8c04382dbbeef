"""What a stolen dump tells: the demonstration is furnished and used, dumped with pg_dump, and searched.

Every cell is looked at as it stands and taken out of hexadecimal; values are looked for as they are and encoded. Nor
may a cell be a hash without a key of anything that can be guessed: a number falls to one core in about a minute.
"""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database
from ops.dev.postgres import find_programs

ROOT = Path(__file__).parents[1]
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
SAID_BEFORE = ("", "nid|", "nid:", "id:", "id|", "national_id:", "hefa", "hefa:")
TOLD_BY = 12
"""So many bytes of a hash are no accident, though a column may keep no more of it."""
COPY = re.compile(r"COPY (\S+) \((.*)\) FROM stdin;")
ESCAPED = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}
UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""Its groups of four are no last four of anybody."""


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """Something that the database was given. `guessable`: somebody could try all of its kind."""

    kind: str
    value: bytes
    guessable: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a row, in bytes."""

    where: str
    content: bytes


def figures() -> dict[str, float]:
    """`ids_in_dump`: cells that tell anything, or from which a number could be guessed without a key."""
    with own_database("hefa_bench_dump"):
        done = subprocess.run([sys.executable, __file__], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["cells"] > 10_000, told
    for leak in told["leaks"]:
        print(f"{'':>26}  {leak}", file=sys.stderr)
    return {"ids_in_dump": float(len(told["leaks"]))}


def dumped(url: str) -> str:
    """The dump of a database, as whoever steals a backup has it."""
    command = [str(find_programs() / "pg_dump"), "--no-owner", "--dbname", url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def cells(dump: str) -> Iterator[Cell]:
    """Every cell of every row, and each line of what is no row."""
    table, columns = "", [""]
    for line in dump.splitlines():
        if begun := COPY.fullmatch(line):
            table, columns = begun[1], begun[2].split(", ")
        elif line == "\\.":
            table, columns = "", [""]
        else:
            parts = line.split("\t") if table else [line]
            for column, text in zip(columns, parts, strict=True):
                if text != "\\N":
                    yield Cell(f"{table}.{column}", _content(text))


def leaks(dump: str, held: Sequence[Held]) -> list[str]:
    """Where something stands of what is held, as `table.column: kind`."""
    plain = re.compile(b"|".join(sorted({_pattern(form) for one in held for form in _forms(one)}, reverse=True)))
    kinds = {form: one.kind for one in held for form in _forms(one)}
    hashes = {_hash(name, before.encode() + one.value): one.kind for name, before, one in _guesses(held)}
    found = set()
    for cell in cells(dump):
        found |= {f"{cell.where}: {kinds[form]}" for form in plain.findall(UUID.sub(b"", cell.content))}
        found |= {f"{cell.where}: a hash of {hashes[start]}" for start in _starts(cell.content) if start in hashes}
    return sorted(found)


def _forms(one: Held) -> set[bytes]:
    """As it is, and as it is often written; short ones as they are alone, for anything contains their encodings."""
    if len(one.value) < 9:
        return {one.value}
    encoded = {base64.b64encode(one.value), base64.urlsafe_b64encode(one.value), base64.b32encode(one.value)}
    return {one.value, one.value.hex().encode(), *(text.rstrip(b"=")[:-1] for text in encoded)}


def _pattern(form: bytes) -> bytes:
    """Digits alone are somebody's only where they stand alone: not within a moment, a number or a file's name."""
    return rb"(?<![\w.:])" + form + rb"(?!\w)" if form.isdigit() else re.escape(form)


def _guesses(held: Iterable[Held]) -> Iterator[tuple[str, str, Held]]:
    for one in held:
        if one.guessable:
            yield from ((name, before, one) for name in HASHES for before in SAID_BEFORE)


def _hash(name: str, told: bytes) -> bytes:
    return hashlib.new(name, told, usedforsecurity=False).digest()[:TOLD_BY]


def _starts(content: bytes) -> Iterator[bytes]:
    """How the bytes of a cell begin, taken as they are, from hexadecimal and from base64."""
    yield content[:TOLD_BY]
    with suppress(ValueError):
        yield bytes.fromhex(content.decode("ascii"))[:TOLD_BY]
    with suppress(ValueError):
        yield base64.b64decode(content, altchars=b"-_" if b"-" in content or b"_" in content else None)[:TOLD_BY]


def _content(text: str) -> bytes:
    if text.startswith("\\\\x"):
        return bytes.fromhex(text[3:])
    return re.sub(r"\\[tnr\\]", lambda found: ESCAPED[found[0]], text).encode()


def main() -> None:
    """Print how many cells there are and what leaks, of a database that DATABASE_URL names and that is empty."""
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    from bench.trust_dump_world import used_demonstration  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    held = used_demonstration(at=datetime.now(UTC))
    dump = dumped(os.environ["DATABASE_URL"])
    print(json.dumps({"cells": sum(1 for _ in cells(dump)), "leaks": leaks(dump, held)}))


if __name__ == "__main__":
    main()
