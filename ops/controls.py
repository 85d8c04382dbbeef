"""Threats and the government's baseline, what Hefa does about each, and the tests that prove it.

A test says what it proves by `@pytest.mark.control("T4")`; docs/reference/controls.md is written from both.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MARK = "pytest.mark.control"


@dataclass(frozen=True, slots=True)
class Control:
    """What stands against a threat, or answers a rule: both in one sentence."""

    against: str
    does: str


CONTROLS: Mapping[str, Control] = {
    "T1": Control(
        "finding out whose numbers are known",
        "the same statements, status, headers and body for a known, an unknown and a mismatching number",
    ),
    "T2": Control("voiding another's code", "only the browser that made it, its owner, or an officer voids a code"),
    "T2b": Control(
        "registering with another's name and number", "it joins no awards, and the owner is told by letter and passbook"
    ),
    "T3": Control(
        "codes for people who are absent",
        "each award says how sure it is, and its learner can say 不是我 to the officer",
    ),
    "T4": Control(
        "a screenshot sent to a colleague",
        "a live code is refused after 90 to 120 s where only live counts; of one scan in twenty the helper types the "
        "last four of the card, once, and what does not match is shown to the officer",
    ),
    "T5": Control("one person in two places", "the same live code and slot at two offerings waits for the officer"),
    "T6": Control("guessing codes", "a MAC is checked before any SQL; thirty bad codes a minute pause a station"),
    "T7": Control(
        "scripts in names and texts",
        "every answer forbids whatever is not a file of the site's own; what people typed is text on every page, "
        "in letters and on the scanner",
    ),
    "T14": Control(
        "an organiser crediting absentees", "the source of each award is told to its learner, officers and auditors"
    ),
    "T16": Control("other organisers' objects", "objects are fetched through the person asking; the rest is 404"),
    "T17": Control("files that leave", "whoever takes data out has proven within ten minutes who sits there"),
    "T18": Control("formulas in files", "the machine file refuses such a cell, the human file begins it with a quote"),
    "T19": Control(
        "curious insiders", "who opened, looked up, exported or awarded whom, when and why is told in one search"
    ),
    "T20": Control("guessing passwords", "five failures lock an account until 15 minutes after the fifth"),
    "T21": Control(
        "stolen or forgotten sessions",
        "they end by role, idle or not; owners list and end theirs, and a letter tells of new ways to log in",
    ),
    "T22": Control(
        "a stolen dump", "what people gave is sealed, secrets are hashed: it tells none, and none can be guessed by it"
    ),
    "T23": Control(
        "logs that tell of people",
        "known fields alone, errors by kind and place, a mask over the line; PostgreSQL logs no statement and no row",
    ),
    "T24": Control(
        "a flood", "open doors count by address and browser in the database, exactly, and answer 429 with Retry-After"
    ),
    "T25": Control("keys leaked or lost", "each ring turns over while serving; nothing starts without a key it needs"),
    "T27": Control(
        "altered or removed audit entries",
        "the serving role may only add, a trigger refuses the owner too, and signed Merkle roots name what was changed",
    ),
    "附表十 開發階段": Control(
        "errors that tell attackers how the system is made",
        "an error is answered in few words with a number; the log has the number, the kind and the place, and no data",
    ),
    "個資法 §3": Control(
        "what a person may ask about one's own data",
        "a proven person takes everything that is held, and to whom it went; the rest is asked for and answered",
    ),
    "個資法 §8": Control(
        "data taken without a word",
        "every form that takes personal data shows or links the notice; its version is kept",
    ),
    "個資法 §12": Control(
        "an incident of which nobody knows whom it touched",
        "one command or page lists everybody whose data an account, a station or an export touched, and how",
    ),
    "個資法 §13": Control(
        "requests that nobody answers",
        "15 or 30 days, extended once with a reason; days left in words, told each morning",
    ),
    "個資法 §11": Control(
        "data kept after their purpose is over",
        "every sealed column names a rule or says why it stays; a nightly job lets go of what has run out, on record",
    ),
}
"""By number: T of the threat model, 附表十 of 資通系統防護基準, 個資法 by article."""


def proofs() -> dict[str, list[str]]:
    """The tests that each number is proved by, as `file::test`."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for number, test in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(number, []).append(f"{path.relative_to(ROOT)}::{test}")
    return found


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Number, threat or rule, what Hefa does, and the tests, for the page."""
    proved = proofs()
    for number, control in CONTROLS.items():
        tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in proved.get(number, ()))
        yield number, control.against, control.does, tests


def _marked(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == MARK:
                for number in decorator.args:
                    yield str(ast.literal_eval(number)), node.name
