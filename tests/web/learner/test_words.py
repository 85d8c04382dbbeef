"""The two-language word list: complete in both, and nothing in it that no page says."""

import re
import string
from pathlib import Path

import pytest

import hefa.web.learner
from hefa.web.learner.words import PAIRS, words

DOOR = Path(hefa.web.learner.__file__).parent


@pytest.mark.parametrize("key", PAIRS)
def test_both_languages_say_it_with_the_same_places_to_fill(key: str) -> None:
    chinese, english = PAIRS[key]
    assert chinese.strip() and english.strip()
    places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (chinese, english)]
    assert places[0] == places[1]


def test_every_word_is_said_somewhere() -> None:
    sources = [path.read_text() for path in DOOR.rglob("*.html")]
    sources += [path.read_text() for path in DOOR.glob("*.py") if path.name != "words.py"]
    said = set(re.findall(r"words\.(\w+)|[\"'](\w+)[\"']", "".join(sources)))
    assert set(PAIRS) - {part for pair in said for part in pair} == set()


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("en")["no such word"]
