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
    "T9": Control(
        "a stolen scanner",
        "a phone may do what its pass says, while that holds; it asks for the PIN again, and is ended at once",
    ),
    "T10": Control(
        "shared logins", "a helper has a name, a PIN and a phone lent for the gate, and no page of the officer's"
    ),
    "T11": Control(
        "a queue that was tampered with",
        "every code's MAC is checked again, a scan told again must be the same, and a file altered anywhere is refused",
    ),
    "T12": Control(
        "scans sent twice, by others, or left out",
        "a scan id is one station's and earns once; numbers that are missing between two scans are told to the officer",
    ),
    "T13": Control(
        "clocks that are wrong or set",
        "time counts by marks that the server signed; what no mark vouches for is reviewed",
    ),
    "T14": Control(
        "an organiser crediting absentees",
        "the source of each award is told to learner, officers and auditors; many rows by hand need a second officer",
    ),
    "T16": Control(
        "other organisers' objects",
        "objects are fetched through the person asking, the rest is 404; every door is walked as every role",
    ),
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
        "known fields, errors by kind and place, a mask; PostgreSQL logs no statement, row or error; no number "
        "stays in an address",
    ),
    "T24": Control(
        "a flood",
        "open doors count by address and browser in the database, exactly, and answer 429 with Retry-After; gates, "
        "offices and everybody are served by processes of their own",
    ),
    "T25": Control("keys leaked or lost", "each ring turns over while serving; nothing starts without a key it needs"),
    "T27": Control(
        "altered or removed audit entries",
        "the serving role may only add, a trigger refuses the owner too, and signed Merkle roots name what was changed",
    ),
    "附表十 帳號管理": Control(
        "accounts are asked for, approved, watched, and closed when nobody uses them",
        "an operator approves duties asked for; idle and old sessions end by role; staff away half a year is disabled",
    ),
    "附表十 最小權限": Control(
        "nobody may do more than the task needs",
        "duties open doors one by one, undeclared doors open to nobody, and the serving role owns no table",
    ),
    "附表十 遠端存取": Control(
        "access from outside is encrypted and authorised at the server",
        "production does not start without HTTPS, and binds browsers to it",
    ),
    "附表十 記錄事件": Control(
        "what is to be recorded is recorded",
        "each deed and each look at a person is an entry of the deed's transaction",
    ),
    "附表十 日誌紀錄內容": Control(
        "an entry tells kind, time, place, who and what came of it", "who, what, to whom, for whom, and when in UTC"
    ),
    "附表十 日誌儲存容量": Control(
        "room for the log, for as long as it is kept",
        "what has run out goes by whole sealed months, with its roots kept",
    ),
    "附表十 日誌處理失效之回應": Control(
        "a log that fails is answered",
        "without its entry a deed is undone; an audit that does not verify is told loudly",
    ),
    "附表十 日誌資訊之保護": Control(
        "the log is kept from change, and a copy elsewhere",
        "its rows can be added only, and roots kept elsewhere tell of what was cut off or made anew",
    ),
    "附表十 系統備份": Control(
        "backups are made, restored as a test, and kept elsewhere",
        "a backup counts on the acceptance sheet once it was restored and opened; keys once they lie in two places",
    ),
    "附表十 系統備援": Control(
        "service goes on, or comes back in time",
        "phones go on without the server; a commit that the standby did not confirm is no verdict; the database may "
        "come and go without a restart",
    ),
    "附表十 內部使用者之識別與鑑別": Control(
        "staff is told apart one by one, by more than a password",
        "one account a person whatever its case; production asks staff for a second factor",
    ),
    "附表十 身分驗證管理": Control(
        "passwords, their change, failures and resets",
        "the last three are refused, five failures lock for 15 minutes, a letter resets once within 30 minutes",
    ),
    "附表十 鑑別資訊回饋": Control(
        "what is typed to log in is not shown",
        "passwords are dots and never sent back; wrong passwords and unknown accounts are answered alike",
    ),
    "附表十 加密模組鑑別": Control("stored passwords are hashed and salted", "argon2id with the parameters of OWASP"),
    "附表十 非內部使用者之識別與鑑別": Control(
        "others than staff are told apart too",
        "an account sees what it proved to be its own; one account alone is proven for a person",
    ),
    "附表十 開發階段": Control(
        "errors that tell attackers how the system is made",
        "an error is answered in few words with a number; the log has the number, the kind and the place, and no data",
    ),
    "附表十 部署與維運階段": Control(
        "what is not needed is off, and defaults are changed",
        "numbered checks refuse to start with a careless database, key file or setting",
    ),
    "附表十 傳輸之機密性與完整性": Control(
        "what travels is encrypted and unaltered",
        "HTTPS with a certificate that browsers trust, looked at from outside by the acceptance sheet",
    ),
    "附表十 資料儲存之安全": Control(
        "sensitive data are stored encrypted, keys turned over",
        "numbers, names and contacts are sealed to their row; each key ring turns over while serving",
    ),
    "附表十 資通系統監控": Control(
        "whether the system is well is watched", "an address tells whether it serves and reaches its database"
    ),
    "附表十 軟體及資訊完整性": Control(
        "software and data are checked for change, input at the server",
        "a bundle carries sums; the audit verifies; nothing refused at the server changes a row",
    ),
    "個資法 §3": Control(
        "what a person may ask about one's own data",
        "a proven person takes everything that is held, and to whom it went; the rest is asked for and answered",
    ),
    "個資法 §8": Control(
        "data taken without a word",
        "every form that takes personal data shows or links the notice; its version is kept",
    ),
    "個資法 §16": Control(
        "use beyond the purpose",
        "each file says its purpose, and what left is on record with its hash, rows and reader",
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
        "data that are wrong, or kept after their purpose is over",
        "each column names a rule or why it stays, and a nightly job lets go; a correction is told to who got the old",
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
