"""The two-language word list: complete in both, and nothing in it that no page says."""

import re
import string
from pathlib import Path

import pytest

import hefa.web.learner
import hefa.web.shell
from hefa.web.learner.words import PAIRS, words

DOORS = (Path(hefa.web.learner.__file__).parent, Path(hefa.web.shell.__file__).parent)
LISTS = ("words.py", "activity_words.py", "person_words.py")


@pytest.mark.parametrize("key", PAIRS)
def test_both_languages_say_it_with_the_same_places_to_fill(key: str) -> None:
    chinese, english = PAIRS[key]
    assert chinese.strip() and english.strip()
    places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (chinese, english)]
    assert places[0] == places[1]


def test_every_word_is_said_somewhere() -> None:
    sources = [path.read_text() for door in DOORS for path in door.rglob("*.html")]
    sources += [path.read_text() for door in DOORS for path in door.glob("*.py") if path.name not in LISTS]
    said = set(re.findall(r"words\.(\w+)|[\"'](\w+)[\"']", "".join(sources)))
    assert set(PAIRS) - {part for pair in said for part in pair} == set()


def test_an_unknown_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("en")["no such word"]
