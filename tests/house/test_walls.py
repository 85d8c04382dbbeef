"""The walls that import-linter cannot see."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db.models import CheckConstraint
from ninja.openapi.urls import get_openapi_urls
from procrastinate.contrib.django import app

from hefa.jobs import tasks
from hefa.web.scanner.api import api
from hefa.web.scanner.asking import Stations
from hefa.web.shell.audience import Audience
from ops import doors, reference
from ops.dev.place import ROOT, VAR
from tests.house import walls

CODE = ("bench", "config", "hefa", "ops", "tests")


def test_no_drawer_is_called_junk() -> None:
    assert [str(path) for path in walls.sources(*CODE) if walls.is_junk(path)] == []
    assert walls.is_junk(Path("hefa/base/utils.py")) and walls.is_junk(Path("hefa/common/x.py"))


DANGEROUS = "import pickle, subprocess\npickle.loads(b'')\neval('1')\nsubprocess.run('x', shell=True)\n"


@pytest.mark.control("附表十 系統發展生命週期開發階段 4")
def test_the_scan_of_our_source_finds_what_is_dangerous() -> None:
    """With the rules of pyproject.toml, for a file of the house: loading of pickles, eval, a shell."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    asked = [ruff, "check", "--stdin-filename", "hefa/base/dangerous.py", "--output-format", "concise", "-"]
    told = subprocess.run(asked, input=DANGEROUS, capture_output=True, text=True, check=False, cwd=ROOT)
    assert [rule in told.stdout for rule in ("S301", "S307", "S602")] == [True] * 3


def test_no_file_outgrows_its_drawer() -> None:
    files = [*walls.sources("bench", "config", "hefa", "ops"), *walls.sources("scanner/src", suffix=".ts")]
    written = [path for path in files if path.parent.name != "migrations"]
    assert [path.name for path in written if walls.is_too_long(path.read_text(encoding="utf-8"))] == []
    assert walls.is_too_long("\n" * 301)


def test_every_module_and_everything_public_says_what_it_is_for() -> None:
    wanting = {
        str(path.relative_to(walls.ROOT)): missing
        for path in walls.sources("hefa", "ops")
        if path.name not in ("__init__.py", "apps.py", "urls.py") and "migrations" not in path.parts
        if (missing := list(walls.undocumented(path.read_text(encoding="utf-8"))))
    }
    assert wanting == {}
    assert list(walls.undocumented("def award(): pass")) == ["the module itself", "award"]


def test_relations_name_classes_never_texts() -> None:
    found = [
        (path.name, told)
        for path in walls.sources("hefa")
        if "migrations" not in path.parts
        for told in walls.string_foreign_keys(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert list(walls.string_foreign_keys("x = models.ForeignKey('awards.Award'); apps.get_model('a', 'b')"))


def test_no_template_carries_code_or_style_of_its_own() -> None:
    found = {path.name: told for path in walls.templates() if (told := walls.inline_code(path.read_text("utf-8")))}
    assert found == {}
    for bad in ("<p style='x'>", '<a onclick="x()">', "<script>x</script>", "<style>", '<a href="javascript:x">'):
        assert walls.inline_code(bad), bad


@pytest.mark.control("T7")
def test_no_text_is_taken_for_markup() -> None:
    kinds = (".html", ".py", ".js", ".ts")
    files = [path for kind in kinds for path in walls.sources("hefa", "scanner/src", suffix=kind)]
    assert {path.suffix for path in files} == set(kinds)
    found = {path.name: told for path in files if (told := walls.taken_as_markup(path.read_text("utf-8")))}
    assert found == {"pass.html": ["|safe"]}  # the QR code of a pass, drawn here from a token of our own
    for bad in ("{{ name|safe }}", "{% autoescape off %}", "mark_safe(name)", "box.innerHTML = name"):
        assert walls.taken_as_markup(bad), bad


def test_nothing_that_a_browser_gets_names_an_address_of_others() -> None:
    kinds = (".html", ".css", ".js", ".ts", ".svg", ".webmanifest")
    files = [path for kind in kinds for path in walls.sources("hefa", "scanner/src", suffix=kind)]
    assert {path.suffix for path in files} >= {".html", ".css", ".js", ".ts", ".svg"}
    built = [path for path in sorted((VAR / "build").rglob("*")) if path.suffix in kinds]
    assert {path.name for path in built} >= {"scanner.js", "sw.js", "reader.worker.js", "live.js", "bootstrap.min.css"}
    files += built
    found = {path.name: told for path in files if (told := walls.foreign_addresses(path.read_text("utf-8")))}
    assert found == {}
    for bad in (
        '<img src="https://a.example/x">',
        "url(//a.example/x)",
        '"wss://a"',
        '<script src="//a.example/x.js">',
    ):
        assert walls.foreign_addresses(bad), bad


def test_every_template_is_used() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (*walls.sources("hefa", "config"), *walls.templates())]
    used = walls.used_templates(texts)
    named_by_django = {"403.html", "404.html", "500.html", "400.html", "403_csrf.html"}
    there = {str(path).rpartition("/templates/")[2] for path in walls.templates()}
    assert sorted(there - used - named_by_django) == []
    assert walls.used_templates(['{% include "shell/empty.html" %}']) == {"shell/empty.html"}


def test_nothing_names_a_registry_or_a_machine() -> None:
    files = walls.committed_files()
    if not files:
        pytest.skip("no git repository here: nothing is committed")
    found = {}
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if told := walls.foreign_places(text):
            found[str(path.relative_to(walls.ROOT))] = told
    assert found == {}
    assert walls.foreign_places("see /" + "home/somebody") and walls.foreign_places("https://" + "pypi" + ".org/simple")


def test_every_url_says_whom_it_answers() -> None:
    there = doors.doors()
    silent = [f"/{door.address} ({door.name})" for door in there if door.audience is None or door.methods == ("any",)]
    assert silent == [], doors.WHAT_TO_ADD
    assert len(there) > 150


def test_every_door_of_the_scan_api_asks_for_a_station() -> None:
    operations = [door for door in doors.doors() if door.address.startswith("api/scan/")]
    assert len(operations) >= 10
    for door in operations:
        assert door.audience == Audience.STATION and len(door.stations) == 1, door.name
        assert isinstance(door.stations[0], Stations), f"{door.name} asks nobody: give it auth=Stations(…)"
    assert get_openapi_urls(api) == []


def test_every_job_stands_in_the_one_timetable() -> None:
    named = {name for name, task in app.tasks.items() if task.func.__module__.startswith("hefa.")}
    timed = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert named and named <= timed
    assert all(app.tasks[name].func.__module__ == tasks.__name__ for name in named)


def test_whoever_did_it_and_when_stand_or_fall_together() -> None:
    for model in reference.models():
        columns = {field.name for field in model._meta.get_fields()}
        for name in columns:
            field = model._meta.get_field(name)
            if not name.endswith("_by") or name.removesuffix("_by") + "_at" not in columns:
                continue
            if not getattr(field, "null", False):
                continue
            told = " ".join(str(one.condition) for one in model._meta.constraints if isinstance(one, CheckConstraint))
            assert name in told and name.removesuffix("_by") + "_at" in told, f"{model._meta.db_table}.{name}"


def test_tables_are_named_in_the_words_of_the_house() -> None:
    for model in reference.models():
        assert not model._meta.db_table.startswith(f"{model._meta.app_label}_{model.__name__.lower()}"), model
