"""What an upload may cost: every bomb is refused in words by a process that may take little memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import read_table
from tests.paperwork.uploads.bombs import BOMBS, HARMLESS, PICTURES

ROOT = Path(__file__).parents[3]
MOST_MEGABYTES = 260
"""Of the process that reads all of them, itself with Django some 120 MB; each would fill gigabytes."""
READ = """\
# VmHWM, not ru_maxrss: the latter survives exec and would tell how large the process of the tests is.
import json, resource, sys
import django
django.setup()
from io import BytesIO
from hefa.activities.names import FileType
from hefa.activities.rules.pictures import NoPicture, without_traces
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import UnreadableFile, read_table
from hefa.web.scanner.pictures import PictureProblem, read_code
from tests.paperwork.uploads.bombs import BOMBS, PICTURES

resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
told = {}
for name, content in BOMBS.items():
    try:
        told[name] = "".join("".join(line.cells) for line in read_table(content, INTAKES["template"]).lines)
    except UnreadableFile as refused:
        told[name] = f"refused: {refused}"
for name, content in PICTURES.items():
    try:
        told[name] = str(read_code(BytesIO(content), size=len(content)))
    except PictureProblem as refused:
        told[name] = f"refused: {refused}"
    try:
        without_traces(content, FileType.PNG)
        told[name] += " kept"
    except NoPicture:
        pass
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps({"told": told, "peak": int(status["VmHWM"].split()[0]) / 1024}))
"""


@pytest.mark.control("T24")
def test_bombs_are_refused_in_words_and_within_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout.splitlines()[-1])
    assert {name: told for name, told in answer["told"].items() if not told.startswith("refused: ")} == {}
    assert sum("XML 實體" in told for told in answer["told"].values()) == 6
    assert not any("kept" in told or "root:" in told for told in answer["told"].values())
    assert set(answer["told"]) == {*BOMBS, *PICTURES}
    assert answer["peak"] < MOST_MEGABYTES


@pytest.mark.parametrize("content", HARMLESS, ids=("XLSX", "ODS"))
def test_the_same_file_without_a_bomb_is_read(content: bytes) -> None:
    (line,) = read_table(content, INTAKES["template"]).lines
    assert line.cells[0] == "李喆堃"
