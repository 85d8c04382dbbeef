"""The offline pack: what a phone may know, and that deltas lose nothing."""

import base64
import hashlib
import json
import struct
from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from hefa.audit.names import SYSTEM
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award
from hefa.awards.queries import OfflinePack, offline_pack
from hefa.awards.rules.pack import ROSTER_INFO, award_prefix, read_cursor, void_prefix, write_numbers, write_pack
from hefa.base.person_name import mask_name
from hefa.codes.actions import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_id, enrolled
from tests.house.walls import ROOT

MINUTE = timedelta(minutes=1)


def read_numbers(content: bytes) -> set[int]:
    """What the phone reads, written here anew."""
    numbers, last, step, shift = set(), 0, 0, 0
    for byte in content:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            last += step
            numbers.add(last)
            step = shift = 0
    return numbers


def opened(pack: OfflinePack, code: PersonalCode) -> dict[str, str] | None:
    """The roster's line that this code opens."""
    code_id, rest = bytes(code.code_id), pack.roster or b""
    lookup = hashlib.sha256(b"lk" + pack.salt + code_id).digest()[:8]
    while rest:
        (length,) = struct.unpack(">H", rest[8:10])
        if rest[:8] == lookup:
            key = HKDF(SHA256(), 32, pack.salt, ROSTER_INFO).derive(code_id)
            return dict(json.loads(AESGCM(key).decrypt(rest[10:22], rest[22 : 22 + length], None)))
        rest = rest[22 + length :]
    return None


def void(code: PersonalCode) -> None:
    void_code(code=code, reason=VoidReason.OWNER, actor=SYSTEM, at=NOW)


@given(st.sets(st.integers(min_value=0, max_value=2**40 - 1)))
def test_numbers_read_back_as_written(numbers: set[int]) -> None:
    assert read_numbers(write_numbers(numbers)) == numbers


def test_a_hundred_thousand_voided_codes_fit_into_four_bytes_each() -> None:
    numbers = [int.from_bytes(hashlib.sha256(str(n).encode()).digest()[:5], "big") for n in range(100_000)]
    assert len(write_numbers(numbers)) < 400_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王○明"), ("王明", "王○"), ("歐陽美玲", "歐○○玲"), ("李", "李○"),
        ("Ngayaw‧Kacaw", "Ngayaw‧K○"), ("John Smith", "John S○"), ("Madonna", "M○○○a"),
    ],
)  # fmt: skip
def test_a_phone_holds_masked_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.2.3.4", "-1.1.a", "1e3.1.a", "9" * 20 + ".1.a"])
def test_a_cursor_of_no_shape_is_none(text: str) -> None:
    assert read_cursor(text) is None


@pytest.mark.django_db
def test_a_whole_pack_tells_of_voided_awarded_and_enrolled_and_of_nobody_else(world: World) -> None:
    voided, held, roster, stranger = (a_walk_in(n, name=f"林志{n}").code for n in range(1, 5))
    void(voided)
    scan_code(a_gate(world.alice, world.offering), static_text(held))
    enrolled(world.offering, roster)
    pack = offline_pack(world.offering, told="", at=NOW)
    assert pack.full and pack.void_count == 1
    assert read_numbers(pack.voids) == {void_prefix(bytes(voided.code_id))}
    assert read_numbers(pack.awarded) == {award_prefix(bytes(held.code_id), pack.salt)}
    assert opened(pack, roster) == {"n": "林○3", "u": "一般民眾（無服務單位）"}
    assert opened(pack, stranger) is None and opened(pack, held) is None
    sent = write_pack({"cursor": pack.cursor.text()}, {"roster": pack.roster or b""})
    assert "林志".encode() not in sent and an_id(3).last4.encode() not in sent


@pytest.mark.django_db
def test_a_delta_holds_what_came_since_and_overlaps_by_two_minutes(world: World) -> None:
    old, recent, fresh = (a_walk_in(n).code for n in range(1, 4))
    for code, minutes in ((old, 10), (recent, 1)):
        void_code(code=code, reason=VoidReason.OWNER, actor=SYSTEM, at=NOW - minutes * MINUTE)
    before = offline_pack(world.offering, told="", at=NOW - MINUTE / 2)
    scan_code(a_gate(world.alice, world.offering), static_text(fresh))
    delta = offline_pack(world.offering, told=before.cursor.text(), at=NOW)
    assert not delta.full and delta.roster is None
    assert read_numbers(delta.voids) == {void_prefix(bytes(recent.code_id))}
    assert read_numbers(delta.awarded) == {award_prefix(bytes(fresh.code_id), delta.salt)}


@pytest.mark.django_db
def test_hours_that_were_taken_back_are_released(world: World) -> None:
    code = a_walk_in(1).code
    scan_code(a_gate(world.alice, world.offering), static_text(code))
    before = offline_pack(world.offering, told="", at=NOW)
    award = Award.objects.get()
    revoke_awards(
        offering=world.offering, versions={award.public_id: 1}, reason="誤登", officer=world.alice, at=NOW + MINUTE
    )
    delta = offline_pack(world.offering, told=before.cursor.text(), at=NOW + 2 * MINUTE)
    assert read_numbers(delta.released) == read_numbers(before.awarded)
    assert read_numbers(delta.awarded) == set()


@pytest.mark.django_db
def test_a_changed_roster_comes_again_and_a_cursor_of_tomorrow_gets_all(world: World) -> None:
    ask = partial(offline_pack, world.offering, at=NOW)
    before = ask(told="")
    assert ask(told=before.cursor.text()).roster is None
    assert ask(told=before.cursor.text()).tag == ask(told=before.cursor.text()).tag
    code = a_walk_in(1).code
    enrolled(world.offering, code)
    after = ask(told=before.cursor.text())
    assert not after.full and opened(after, code) is not None and after.tag != before.tag
    ahead = offline_pack(world.offering, told="", at=NOW + MINUTE).cursor.text()
    assert ask(told=ahead).full and ask(told="0.99.x").full


@pytest.mark.django_db
def test_the_salt_of_each_offering_is_its_own(world: World) -> None:
    one, other = (offline_pack(offering, told="", at=NOW) for offering in (world.offering, world.other_offering))
    assert one.salt != other.salt


def test_the_pack_of_the_contract_is_what_the_server_writes() -> None:
    """The phone's tests read the same file: contract/pack.json."""
    told = json.loads((ROOT / "contract" / "pack.json").read_text(encoding="utf-8"))
    salt, content = bytes.fromhex(told["salt"]), base64.b64decode(told["full"])
    (length,) = struct.unpack(">I", content[:4])
    head, sections, rest = json.loads(content[4 : 4 + length]), {}, content[4 + length :]
    for name, size in head["sections"]:
        sections[name], rest = rest[:size], rest[size:]
    assert rest == b"" and read_cursor(head["cursor"]) is not None
    for case in told["after_full"]:
        code_id = bytes.fromhex(case["code"])
        assert (void_prefix(code_id) in read_numbers(sections["voids"])) == case["voided"]
        assert (award_prefix(code_id, salt) in read_numbers(sections["awarded"])) == case["awarded"]
    facts = {name: value for name, value in head.items() if name != "sections"}
    assert write_pack(facts, sections) == content
