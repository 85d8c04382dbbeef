"""Personal codes: made, held, voided, typed."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection

from hefa.audit.names import SYSTEM
from hefa.base import code_token
from hefa.codes.actions import (
    NoLearner,
    TooManyCodes,
    make_account_code,
    make_typed,
    make_walk_in_code,
    purge_typed,
    take_typed,
    void_and_make,
    void_code,
)  # fmt: skip
from hefa.codes.models import PersonalCode, TypedCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import code_for, code_of_account, codes_of_holder, holder_of, static_text
from hefa.keys.ring import ring
from tests.cast import NOW, a_registered, a_walk_in, an_account, an_id
from tests.crowd import at_once

TODAY = NOW.date()


@pytest.mark.django_db
def test_a_walk_in_code_lasts_thirty_days_and_an_accounts_four_hundred() -> None:
    assert a_walk_in().code.expires_on == TODAY + timedelta(days=30)
    assert a_registered().expires_on == TODAY + timedelta(days=400)


@pytest.mark.django_db
def test_the_drawn_text_is_the_code_and_says_nothing_of_the_person() -> None:
    code = a_walk_in().code
    token = code_token.parse(static_text(code))
    assert token is not None and token.code_id == bytes(code.code_id) and token.last_day == code.expires_on
    assert code_token.is_genuine(token, ring("code").key(code.kid))


@pytest.mark.django_db
def test_an_account_has_one_code_however_often_it_asks_and_none_without_a_learner() -> None:
    code = a_registered()
    assert code.account is not None
    assert make_account_code(account=code.account, at=NOW) == code == code_of_account(code.account, on=TODAY)
    with pytest.raises(NoLearner):
        make_account_code(account=an_account("stranger"), at=NOW)


@pytest.mark.django_db
def test_an_expired_code_makes_room_for_a_new_one() -> None:
    made = a_walk_in()
    later = NOW + timedelta(days=31)
    again = a_walk_in(holder=made.code.holder, at=later)
    made.code.refresh_from_db()
    assert again.code != made.code and made.code.voided_at == later
    assert not made.code.is_usable(on=later.date()) and again.code.is_usable(on=later.date())


@pytest.mark.django_db
def test_a_browser_holds_ten_people_and_no_more() -> None:
    first = a_walk_in(1)
    for number in range(2, 11):
        a_walk_in(number, holder=first.code.holder)
    with pytest.raises(TooManyCodes):
        a_walk_in(11, holder=first.code.holder)
    assert PersonalCode.objects.count() == 10


@pytest.mark.control("T2")
@pytest.mark.django_db
def test_codes_are_shown_to_the_browser_with_the_secret_and_to_the_account_alone() -> None:
    made, registered = a_walk_in(), a_registered()
    holder, secret = made.code.holder, made.secret
    assert holder is not None and secret is not None
    assert holder_of(holder.public_id, secret) == holder and holder_of(holder.public_id, b"x" * 32) is None
    assert codes_of_holder(holder.public_id, secret) == [made.code] and codes_of_holder(holder.public_id, b"") == []
    right, wrong = (holder.public_id, secret), (holder.public_id, b"x" * 32)
    seen = partial(code_for, public_id=made.code.public_id, account=None)
    assert seen(holder=right) == made.code and seen(holder=wrong) is None and seen(holder=None) is None
    theirs = partial(code_for, public_id=registered.public_id, holder=right)
    assert theirs(account=registered.account) == registered
    assert theirs(account=None) is None and theirs(account=an_account("other")) is None


@pytest.mark.django_db
def test_a_code_is_voided_once_and_its_digits_die_with_it() -> None:
    code = a_walk_in().code
    digits = make_typed(code=code, at=NOW)
    assert [void_code(code=code, reason=VoidReason.OWNER, actor=SYSTEM, at=NOW) for _ in range(2)] == [True, False]
    assert take_typed(digits=digits, at=NOW) is None


@pytest.mark.django_db
def test_void_and_make_is_one_step_and_happens_once() -> None:
    code = a_walk_in(name="李喆堃").code
    new = void_and_make(code=code, actor=SYSTEM, at=NOW)
    assert new is not None and (new.name, new.learner, new.holder) == ("李喆堃", code.learner, code.holder)
    assert void_and_make(code=code, actor=SYSTEM, at=NOW) is None
    assert PersonalCode.objects.filter(voided_at__isnull=True).get() == new


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_make_one_code() -> None:
    first = a_walk_in(1)
    again = partial(make_walk_in_code, national_id=an_id(2), name="林一", unit=None, holder=first.code.holder, at=NOW)
    assert len({made.code.pk for made in at_once([again] * 8)}) == 1
    account = a_registered(3).account
    assert account is not None
    PersonalCode.objects.filter(account=account).delete()
    assert len({code.pk for code in at_once([partial(make_account_code, account=account, at=NOW)] * 8)}) == 1


@pytest.mark.django_db(transaction=True)
def test_typed_digits_are_taken_once_by_eight_at_once() -> None:
    digits = make_typed(code=a_walk_in().code, at=NOW)
    taken = at_once([partial(take_typed, digits=digits, at=NOW)] * 8)
    assert sum(code is not None for code in taken) == 1


@pytest.mark.django_db
def test_typed_digits_last_five_minutes_and_new_ones_end_the_old() -> None:
    code = a_walk_in().code
    old, new = make_typed(code=code, at=NOW), make_typed(code=code, at=NOW)
    assert len(new) == 8 and new.isdigit()
    assert take_typed(digits=old, at=NOW) is None or old == new
    assert take_typed(digits=f" {new[:4]} {new[4:]}", at=NOW + timedelta(minutes=4, seconds=59)) == code
    last = make_typed(code=code, at=NOW)
    assert take_typed(digits=last, at=NOW + timedelta(minutes=5)) is None
    assert last.encode() not in b"".join(bytes(row.digest) for row in TypedCode.objects.all())
    assert purge_typed(at=NOW + timedelta(minutes=5)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["account_id = NULL, holder_id = NULL", "voided_at = now()", "void_reason = 'lost'"],
    ids=["nobody's", "voided without a reason", "a reason without voiding"],
)
def test_the_database_refuses_a_code_that_cannot_be(change: str) -> None:
    code = a_walk_in().code
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE personal_code SET {change} WHERE id = %s", [code.pk])
