"""Rings, sealed values and digests: what opens, what does not, and what the database sees."""

import base64
import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hefa.accounts.models import Account
from hefa.keys.digests import keyed_digest, keyed_digests
from hefa.keys.making import new_key_file
from hefa.keys.ring import BrokenKeyFile, UnknownKey, read_rings, ring
from hefa.keys.sealing import OVERHEAD, SealBroken, seal, unseal
from tests.cast import an_account


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_what_was_sealed_opens_in_its_place_alone(plain: bytes, aad: bytes) -> None:
    blob = seal(plain, aad=aad)
    assert unseal(blob, aad=aad) == plain and len(blob) == len(plain) + OVERHEAD
    with pytest.raises(SealBroken):
        unseal(blob, aad=aad + b"x")


@pytest.mark.control("附表十 資料儲存之安全 1", "附表十 軟體及資訊完整性 3")
@given(st.binary(min_size=1, max_size=50), st.data())
def test_any_altered_byte_is_found(plain: bytes, data: st.DataObject) -> None:
    blob = bytearray(seal(plain, aad=b"a"))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBroken, UnknownKey)):
        unseal(bytes(blob), aad=b"a")


def test_two_seals_of_one_text_differ() -> None:
    assert seal(b"A123456789", aad=b"a") != seal(b"A123456789", aad=b"a")


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x02" * 60, b"A123456789"])
def test_what_is_no_sealed_value(blob: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(blob, aad=b"a")


def test_digests_differ_by_value_purpose_and_ring() -> None:
    one = keyed_digest("index", "nid", "A123456789")
    assert one == keyed_digest("index", "nid", "A123456789")
    others = {
        keyed_digest("index", "nid", "A123456788"),
        keyed_digest("index", "email", "A123456789"),
        keyed_digest("typed", "nid", "A123456789"),
    }
    assert len({one, *others}) == 4
    assert one in keyed_digests("index", "nid", "A123456789").values()


def test_a_fresh_key_file_is_read_and_never_the_same() -> None:
    one, other = (json.dumps(new_key_file()) for _ in range(2))
    assert read_rings(one)["field"].current != read_rings(other)["field"].current
    assert "keys=" not in repr(read_rings(one)["field"])


@pytest.mark.control("附表十 傳輸之機密性與完整性 3")
@pytest.mark.parametrize("length", [16, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    """256 bits and no fewer: a file that is whole but for one key."""
    file = new_key_file()
    file["rings"]["field"]["keys"]["1"] = base64.b64encode(b"k" * length).decode()
    with pytest.raises(BrokenKeyFile, match="32 bytes"):
        read_rings(json.dumps(file))


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", '{"rings": {}}', '{"rings": {"field": {"current": 1, "keys": {}}}}',
        json.dumps({"rings": {"field": {"current": 1, "keys": {"1": base64.b64encode(b"short").decode()}}}}),
        json.dumps({"rings": {"field": {"current": 2, "keys": {"1": base64.b64encode(b"k" * 32).decode()}}}}),
    ],
)  # fmt: skip
def test_a_broken_key_file_is_told_in_words(text: str) -> None:
    with pytest.raises(BrokenKeyFile) as found:
        read_rings(text)
    assert "key" in str(found.value)


def test_an_unknown_key_id_opens_nothing() -> None:
    with pytest.raises(UnknownKey):
        ring("field").key(250)


@pytest.mark.control("附表十 資料儲存之安全 1")
@pytest.mark.django_db
def test_the_database_never_sees_a_sealed_text() -> None:
    account = an_account("wang", name="李喆堃")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM account WHERE id = %s", [account.pk])
        row = b"".join(
            bytes(value) if isinstance(value, memoryview) else str(value).encode() for value in cursor.fetchone()
        )
    assert "李喆堃".encode() not in row and b"example.org" not in row
    assert Account.objects.get(pk=account.pk).name == "李喆堃"


@pytest.mark.control("T22", "附表十 資料儲存之安全 1")
@pytest.mark.django_db
def test_a_sealed_text_moved_to_another_row_does_not_open() -> None:
    one, other = an_account("one", name="王小明"), an_account("two", name="林一")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE account SET name = (SELECT name FROM account WHERE id = %s) WHERE id = %s", [one.pk, other.pk]
        )
    with pytest.raises(SealBroken):
        _ = Account.objects.get(pk=other.pk).name


@pytest.mark.django_db
def test_a_sealed_column_cannot_be_searched_or_updated_in_the_clear() -> None:
    an_account("wang", name="王小明")
    assert not Account.objects.filter(name__isnull=True).exists()
    with pytest.raises(TypeError):
        Account.objects.filter(name="王小明").exists()
    with pytest.raises(TypeError):
        Account.objects.update(name="林一")
