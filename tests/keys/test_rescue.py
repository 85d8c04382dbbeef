"""The rescue file: what a phone encrypts opens here, and nothing else does."""

import base64
import json
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from hefa.keys import ring as rings
from hefa.keys.making import completed, new_key_file
from hefa.keys.rescue import RescueBroken, open_rescue, rescue_key
from hefa.keys.ring import UnknownKey
from tests.house.walls import ROOT

CONTRACT = json.loads((ROOT / "contract" / "rescue.json").read_text(encoding="utf-8"))
FILE = base64.b64decode(CONTRACT["file"])


@pytest.fixture
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The server of the contract: its ring `rescue` holds the invented key alone."""
    keys = new_key_file()
    keys["rings"]["rescue"] = {"current": CONTRACT["kid"], "keys": {str(CONTRACT["kid"]): CONTRACT["ring_key"]}}
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    file.write_text(json.dumps(keys))
    settings.HEFA_KEYS_FILE = file
    yield
    rings._rings.cache_clear()


@pytest.mark.usefixtures("server")
def test_the_phones_file_opens_and_says_what_the_phone_said() -> None:
    assert json.loads(open_rescue(FILE)) == CONTRACT["told"]
    assert base64.b64encode(rescue_key()).decode() == CONTRACT["rescue_key"]


@pytest.mark.control("T11")
@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("place", [0, 3, 5, 6, 69, 70, 81, 82, len(FILE) - 1])
def test_any_altered_part_is_found(place: int) -> None:
    altered = bytearray(FILE)
    altered[place] ^= 1
    with pytest.raises(RescueBroken):
        open_rescue(bytes(altered))


@pytest.mark.usefixtures("server")
def test_a_key_that_the_ring_no_longer_holds() -> None:
    with pytest.raises(UnknownKey):
        open_rescue(FILE[:4] + b"\x08" + FILE[5:])


@pytest.mark.parametrize("content", [b"", b"HRF1", FILE[:81], FILE[:90], b"PK\x03\x04" + FILE[4:]])
@pytest.mark.usefixtures("server")
def test_what_is_no_rescue_file(content: bytes) -> None:
    with pytest.raises(RescueBroken):
        open_rescue(content)


def test_the_file_of_another_server_does_not_open() -> None:
    kid = rescue_key()[0]
    with pytest.raises(RescueBroken):
        open_rescue(FILE[:4] + bytes((kid,)) + FILE[5:])


def test_an_older_key_file_is_completed_and_keeps_its_keys() -> None:
    whole = new_key_file()
    older = {"rings": {name: keys for name, keys in whole["rings"].items() if name != "rescue"}}
    now = completed(older)
    assert set(now["rings"]) == set(rings.RING_NAMES) and completed(now) == now
    assert {name: keys for name, keys in now["rings"].items() if name != "rescue"} == older["rings"]
