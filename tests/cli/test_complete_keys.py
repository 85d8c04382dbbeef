"""manage complete_keys, on the key file of an earlier version."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from config.checks import keys_are_whole
from hefa.keys.making import new_key_file


@pytest.fixture
def older(settings: Settings, tmp_path: Path) -> Path:
    keys = new_key_file()
    del keys["rings"]["rescue"]
    file = tmp_path / "keys.json"
    file.write_text(json.dumps(keys))
    file.chmod(0o400)
    settings.HEFA_KEYS_FILE = file
    return file


def run() -> str:
    out = StringIO()
    call_command("complete_keys", stdout=out)
    return out.getvalue()


def test_what_is_missing_is_added_once_and_nothing_else_changes(older: Path) -> None:
    held = json.loads(older.read_text())["rings"]
    assert keys_are_whole(None) and "已加入 rescue" in run()
    now = json.loads(older.read_text())["rings"]
    assert not keys_are_whole(None) and {**held, "rescue": now["rescue"]} == now
    assert older.stat().st_mode & 0o777 == 0o400 and list(older.parent.iterdir()) == [older]
    assert "未變更" in run() and json.loads(older.read_text())["rings"] == now


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rings": {"field": {"current": 1, "keys": {}}}}'])
def test_a_broken_file_stays_as_it_is(older: Path, content: str) -> None:
    older.chmod(0o600)
    older.write_text(content)
    with pytest.raises(CommandError, match="內容有誤"):
        run()
    assert older.read_text() == content
