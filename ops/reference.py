"""The pages of docs/ that are written from the code itself. `HEFA_WRITE_DOCS=1` lets their test renew them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from hefa.awards.names import HELD_STATES, REFUSAL_IN_ENGLISH, AwardState, Flag, Refusal, ReviewReason, RevokeKind
from hefa.awards.rules.states import MOVES, SETTLED, Objection
from hefa.keys.fields import SealedField
from hefa.paperwork.actions.retention import COLUMNS, RULES
from ops import baseline, controls, doors

ROOT = Path(__file__).parents[1]
GENERATED = "<!-- Written from the code: HEFA_WRITE_DOCS=1 python3 dev.py check renews it. -->"
DONE = ("Hefa 的作法", "機關應辦", "證明的測試")
VOCABULARY: Sequence[tuple[str, str, str]] = (
    ("學員", "learner", "registered with an account, otherwise walk-in"),
    ("身分證統一編號 / 末四碼", "national_id / id_last4", "only `learners.vault` opens it"),
    ("服務單位, 機關 / 代碼", "unit / unit_code", "effective-dated, with successor"),
    ("開課單位 / 承辦人", "organiser / officer", "an officer holds office with duties"),
    ("活動 / 期別", "activity / offering", "hours belong to the offering"),
    ("子題", "topic", "a line a learner in the ECPA file, with category and hours of its own"),
    ("附件", "attachment", "sign-in sheet, timetable, photograph or other file of an offering"),
    ("環境教育設施場所", "site", "certified; 戶外學習 is held at one"),
    ("招生 / 報名 / 准駁", "capacity / enrolment / approve, decline", ""),
    ("講師 / 授課", "lecturer / teaching", "an organiser's own; others see what the lecturer agreed to publish"),
    ("個人條碼; 建立; 作廢", "personal code; make; void", "a token is the text inside"),
    ("掃描點 / 掃描", "station / scan", "a scan is a fact told by a phone; it never changes"),
    ("抽查末四碼", "spot check", "asked, answered; matched or differed"),
    ("時數 數位/實體", "Hours(digital, in_person)", "always the value, never two loose numbers"),
    ("判定", "verdict", "Award, Review or Refusal; a Review is no award until an officer settles it"),
    ("核發", "award", "noun and verb"),
    ("覆核 / 不通過 / 修改 / 刪除", "review / failed / correct / revoke", "nothing is deleted"),
    ("學習護照, 個人帳號", "passbook, account", ""),
    ("匯出", "paper, export", "a paper is the record of a file that left"),
    ("上傳時數 / 上傳進度", "upload / upload progress", "its rows are staged rows until they are entered"),
    ("年度人員名冊", "year roster, member", "whom a unit reports for a 年度, by name and last four"),
    ("豁免 / 離職", "exempt / left", "with reason and proof / from a day on"),
    ("提醒", "reminder", "a day of the year, or an activity a month after its end"),
    ("更正 / 更正原因", "correct, correction", "every reason is kept, by the award's version"),
    ("逾期補登", "late entry", "entered, corrected or moved after 31 January"),
    (
        "第二驗證方式",
        "second factor",
        "authenticator app 驗證碼 App or passkey 通行密鑰; recovery codes 備用碼 stand in",
    ),
    ("再次驗證", "prove again, proof", "within ten minutes, before something that matters"),
    ("停用 / 恢復", "disable / enable", "an account or an organiser; nothing of it is deleted"),
    ("單一登入", "provider, provider link", "OpenID Connect, linked while logged in"),
    ("稽核紀錄", "audit entry", "added, never changed"),
    ("系統警示", "alarm", "operators are written of it, once a day for each kind and place"),
)


def refusals() -> str:
    """Every answer that is not an award: code, sentence, English, and the cases that hold it."""
    cases = json.loads((ROOT / "contract" / "verdict_cases.json").read_text(encoding="utf-8"))
    rows = [(f"`{one.value}`", str(one.label), REFUSAL_IN_ENGLISH[one], _held_by(one.value, cases)) for one in Refusal]
    reasons = [(f"`{one.value}`", str(one.label), _held_by(one.value, cases)) for one in ReviewReason]
    flags = [(f"`{one.value}`", str(one.label), _held_by(one.value, cases)) for one in Flag]
    return _page(
        "Verdicts that are not a plain award",
        "## Refusals", _table(("code", "sentence", "in English", "cases"), rows),
        "## Reasons for a review", _table(("code", "what the officer reads", "cases"), reasons),
        "## Flags of an award", _table(("code", "what the officer reads", "cases"), flags),
    )  # fmt: skip


def personal_data() -> str:
    """Every column that holds personal data, and how long it is kept."""
    named = {rule.code: rule.label for rule in RULES}
    kept = [(name, COLUMNS[name]) for name in sealed_columns()]
    rows = [(f"`{name}`", one.holds, one.kept, f"`{one.rule}`" if one.rule else "no rule") for name, one in kept]
    return _page(
        "Personal data, column by column",
        _table(("column (sealed)", "holds", "is kept", "goes by"), rows),
        "## Rules", "`manage retention --dry-run` counts what each would let go of; the worker applies them nightly.",
        _table(("rule", "what goes, and when"), [(f"`{code}`", label) for code, label in named.items()]),
        "## Never stored",
        "What a helper reads off a card at 抽查末四碼 is compared and forgotten: `spot_check` keeps the result.",
    )  # fmt: skip


def vocabulary() -> str:
    """One word per thing, and the labels of each enum of the rooms."""
    return _page(
        "Vocabulary",
        _table(("中文", "code word", "note"), VOCABULARY),
        "## Tables",
        _table(("table", "中文"), sorted((f"`{one._meta.db_table}`", str(one._meta.verbose_name)) for one in models())),
    )


def award_states() -> str:
    """The states of an award and the moves between them, drawn from the one table that the rule uses."""
    named = {state: f"{state.value}[{state.label}]" for state in AwardState}
    moves = [(before, after) for before, following in MOVES.items() for after in AwardState if after in following]
    drawn = [f"    {named[before]} -->|{_asks(before, after)}| {named[after]}" for before, after in moves]
    counted = [(f"`{state.value}`", str(state.label), "yes" if state in HELD_STATES else "no") for state in AwardState]
    ends = [(f"`{kind.value}`", str(kind.label)) for kind in RevokeKind]
    return _page(
        "States of an award",
        "Drawn from `hefa/awards/rules/states.py`. A scan begins as 已覆核, or as 待覆核（姓名不符） where the name "
        "differs; hand rows beyond `HEFA_HAND_ROWS_ALONE` begin as 待覆核.",
        "```mermaid\nflowchart LR\n" + "\n".join(drawn) + "\n```",
        "## What counts", _table(("state", "中文", "hours count"), counted),
        "## How an award ends", "From any state, for a reason; the row stays in the history.",
        _table(("kind", "中文"), ends),
        "## What stands against a change",
        _table(("code", "what the officer reads"), [(f"`{one.name}`", one.value) for one in Objection]),
    )  # fmt: skip


def _asks(before: AwardState, after: AwardState) -> str:
    if before == AwardState.WAITING:
        return "another officer" if after == AwardState.REVIEWED else "any officer"
    return "a reason" if before in SETTLED else "the name settled, a reason"


def control_page() -> str:
    """Every control in the auditors' language: what is asked, what Hefa does, what the office does, and the tests."""
    told = [(f"`{number}`", *row) for number, *row in controls.rows()]
    return _page(
        "資安控制對照表 Controls",
        "對象：機關資安人員與查核人員。T 為威脅清單；附表十為資通系統防護基準，列等級「高」應辦之全部措施（含普、中）；"
        "個資法為個人資料保護法。測試均設計為移除該控制即失敗。",
        baseline.SOURCE,
        "## 威脅", _table(("編號", "威脅", *DONE), [(number, *row) for number, grade, *row in told if "`T" in number]),
        "## 附表十 資通系統防護基準（高）", _table(("編號", "等級", "措施", *DONE), [row for row in told if row[1]]),
        "## 個人資料保護法",
        _table(("編號", "事項", *DONE), [(number, *row) for number, grade, *row in told if "個資法" in number]),
    )  # fmt: skip


def door_page() -> str:
    """Every address of the site and whom it answers, as its view declares it."""
    return _page(
        "Doors",
        "Who may come in at each address. Which things of an organiser somebody may see is not decided at the door: "
        'they are fetched through the person asking, and what is not theirs is not found (404). "Proof" is a password '
        "or second factor shown within ten minutes.",
        _table(("address", "name", "who may come in", "methods", "proof"), doors.rows()),
    )


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/award-states.md": award_states,
    "docs/reference/controls.md": control_page,
    "docs/reference/doors.md": door_page,
    "docs/reference/refusals.md": refusals,
    "docs/reference/personal-data.md": personal_data,
    "docs/vocabulary.md": vocabulary,
}


def models() -> list[type[Model]]:
    """The models of the rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("hefa.")]


def sealed_columns() -> list[str]:
    """`table.column` of each sealed field."""
    return sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and isinstance(field, SealedField)
    )


def _held_by(code: str, cases: Mapping[str, Any]) -> str:
    found = [case["id"] for case in cases["cases"] if f'"{code}"' in json.dumps(case["server"])]
    return "; ".join(found) or f"({cases['outside_of_the_table'][code]})"


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", GENERATED, *parts)) + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
