"""Documents that must say what is: generated pages, links, pictures, refusals."""

import json
import os
import re
from pathlib import Path

import pytest

from hefa.awards.names import REFUSAL_IN_ENGLISH, Flag, Refusal, ReviewReason
from hefa.paperwork.actions.retention import COLUMNS, RULES
from ops import asked, controls, duties, reference
from tests.house.walls import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
LONGEST_DECISION = 25
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_say_what_the_code_says(name: str) -> None:
    path, page = ROOT / name, reference.PAGES[name]()
    if os.environ.get("HEFA_WRITE_DOCS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page, "renew it: HEFA_WRITE_DOCS=1 python3 dev.py check"


@pytest.mark.parametrize("told", [*Refusal, *ReviewReason, *Flag], ids=str)
def test_every_answer_has_a_case_a_sentence_and_a_line(told: Refusal | ReviewReason | Flag) -> None:
    contract = json.loads((ROOT / "contract" / "verdict_cases.json").read_text(encoding="utf-8"))
    cases = [case for case in contract["cases"] if f'"{told.value}"' in json.dumps(case["server"])]
    assert cases or told.value in contract["outside_of_the_table"]
    assert str(told.label) and (told not in Refusal.values or REFUSAL_IN_ENGLISH[Refusal(told.value)])
    assert f"`{told.value}`" in (ROOT / "docs" / "reference" / "refusals.md").read_text(encoding="utf-8")


def test_every_sealed_column_says_how_long_it_is_kept() -> None:
    assert set(reference.sealed_columns()) == set(COLUMNS)
    assert {column.rule for column in COLUMNS.values()} - {rule.code for rule in RULES} == {""}


@pytest.mark.control("附表十 系統發展生命週期開發階段 1")
def test_every_control_is_proved_and_every_proof_names_a_control() -> None:
    assert set(controls.proofs()) == set(controls.CONTROLS)


def test_nothing_that_is_asked_is_left_out() -> None:
    """Every threat is answered by software, every measure and article by software, by the office, or by both."""
    assert set(asked.ASKED) == set(controls.CONTROLS) | set(duties.DUTIES)
    assert set(asked.THREATS) <= set(controls.CONTROLS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    lost = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not _is_there(path.parent, link)]
    assert lost == []


def test_decisions_are_short_and_numbered() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_DECISION, path.name


@pytest.mark.control("附表十 系統文件 1")
def test_there_are_the_documents_that_a_newcomer_looks_for() -> None:
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md"} <= {path.name for path in DOCUMENTS}
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 dev.py demo" in readme and "python3 dev.py test" in readme


def _is_there(folder: Path, link: str) -> bool:
    return link.startswith(("https://", "http://", "mailto:")) or (folder / link).exists()
