"""第二驗證方式: codes that work once, passkeys that cannot be copied, and five guesses for all of them together."""

from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection

from hefa.accounts.actions import (
    LoggedIn,
    LoginRefused,
    PasskeyRefused,
    SecondFactorWanted,
    WrongCode,
    add_app,
    ask_new_passkey,
    ask_passkey,
    code_typed,
    keep_passkey,
    login,
    make_recovery_codes,
    new_seed,
    pass_second_factor,
    passkey_shown,
    prove_again,
    prove_password,
    remove_app,
    reset_second_factor,
)
from hefa.accounts.models import Account, AuthenticatorApp, LoginAttempts, Passkey, RecoveryCode
from hefa.accounts.names import LoginProblem
from hefa.accounts.queries import second_factors
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.keys.sealing import SealBroken
from tests.accounts.authenticator import HERE, SoftKey
from tests.cast import NOW, PASSWORD, an_account
from tests.crowd import at_once

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=30)
THREADS = 50


def code_at(seed: bytes, steps: int = 0) -> str:
    """What the app shows so many steps from now."""
    app = TOTP(seed, 6, SHA1(), 30)  # noqa: S303 - what every app speaks
    return app.generate((NOW + steps * STEP).timestamp()).decode()


def with_app(username: str = "wang") -> tuple[Account, bytes]:
    account, seed = an_account(username), new_seed()
    add_app(account=account, seed=seed, code=code_at(seed, -1), at=NOW - STEP)
    return account, seed


def typed(account: Account, code: str, steps: int = 0) -> LoggedIn | LoginRefused:
    return pass_second_factor(account=account, proof=code_typed(code), at=NOW + steps * STEP)


def with_passkey(account: Account) -> SoftKey:
    key = SoftKey()
    question = ask_new_passkey(account=account, site=HERE)
    keep_passkey(account=account, site=HERE, state=question.state, answer=key.make(question), name="手機", at=NOW)
    return key


def shown(account: Account, key: SoftKey) -> LoggedIn | LoginRefused:
    question = ask_passkey(account=account, site=HERE)
    assert question is not None
    proof = passkey_shown(site=HERE, state=question.state, answer=key.sign(question))
    return pass_second_factor(account=account, proof=proof, at=NOW)


def test_a_right_password_alone_lets_nobody_in_who_has_a_second_factor() -> None:
    account, seed = with_app()
    assert login(username="wang", password=PASSWORD, at=NOW) == SecondFactorWanted(account)
    assert Account.objects.get().last_login is None
    assert typed(account, f" {code_at(seed)[:3]} {code_at(seed)[3:]}") == LoggedIn(account)
    entry = AuditEntry.objects.filter(verb=Verb.LOGGED_IN).get()
    assert entry.facts == {"factor": "app"} and Account.objects.get().last_login == NOW


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, False), (0, True), (1, True), (2, False)])
def test_a_code_works_near_its_time_and_never_before_one_that_was_taken(steps: int, works: bool) -> None:
    account, seed = with_app()
    assert isinstance(typed(account, code_at(seed, steps)), LoggedIn) is works


def test_a_code_that_was_taken_is_refused_again() -> None:
    account, seed = with_app()
    assert isinstance(typed(account, code_at(seed)), LoggedIn)
    assert typed(account, code_at(seed)) == LoginRefused(LoginProblem.WRONG_PROOF)
    assert isinstance(typed(account, code_at(seed, 1), 1), LoggedIn)


@pytest.mark.django_db(transaction=True)
def test_one_of_fifty_threads_gets_in_with_the_same_code() -> None:
    account, seed = with_app()
    answers = at_once([partial(typed, account, code_at(seed))] * THREADS)
    assert sum(isinstance(answer, LoggedIn) for answer in answers) == 1


@pytest.mark.control("T22")
def test_a_stolen_dump_tells_no_seed_and_no_recovery_code() -> None:
    account, seed = with_app()
    codes = make_recovery_codes(account=account, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, '') FROM authenticator_app a")
        dump = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(r::text, '') FROM recovery_code r")
        dump += cursor.fetchone()[0]
    assert seed.hex() not in dump and not any(code in dump or code.replace("-", "") in dump for code in codes)


@pytest.mark.control("T22")
def test_a_seed_opens_in_its_own_row_alone() -> None:
    first, _ = with_app()
    with_app("chen")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE authenticator_app SET seed = (SELECT seed FROM authenticator_app WHERE account_id = %s)", [first.pk]
        )
    with pytest.raises(SealBroken):
        _ = AuthenticatorApp.objects.exclude(account=first).get().seed


@pytest.mark.control("T20")
def test_wrong_codes_lock_like_wrong_passwords_and_a_right_password_forgives_none() -> None:
    account, seed = with_app()
    for _ in range(4):
        assert typed(account, "000000") == LoginRefused(LoginProblem.WRONG_PROOF)
        assert isinstance(login(username="wang", password=PASSWORD, at=NOW), SecondFactorWanted)
    until = NOW + timedelta(minutes=15)
    assert typed(account, "000000") == LoginRefused(LoginProblem.LOCKED, until)
    assert typed(account, code_at(seed)) == LoginRefused(LoginProblem.LOCKED, until)
    assert login(username="wang", password=PASSWORD, at=NOW) == LoginRefused(LoginProblem.LOCKED, until)


@pytest.mark.django_db(transaction=True)
@pytest.mark.control("T20")
def test_fifty_threads_get_five_guesses_at_the_code() -> None:
    account, seed = with_app()
    answers = at_once([partial(typed, account, "000000")] * THREADS)
    refused = [answer.reason for answer in answers if isinstance(answer, LoginRefused)]
    assert refused.count(LoginProblem.WRONG_PROOF) == 4 and refused.count(LoginProblem.LOCKED) == THREADS - 4
    assert isinstance(typed(account, code_at(seed)), LoginRefused)


def test_an_app_is_taken_with_a_right_code_alone_and_replaces_the_one_before() -> None:
    account, old = with_app()
    seed = new_seed()
    with pytest.raises(WrongCode):
        add_app(account=account, seed=seed, code=code_at(old), at=NOW)
    add_app(account=account, seed=seed, code=code_at(seed), at=NOW)
    assert AuthenticatorApp.objects.get().seed == seed
    assert typed(account, code_at(seed)) == LoginRefused(LoginProblem.WRONG_PROOF)
    assert isinstance(typed(account, code_at(seed, 1), 1), LoggedIn)


def test_ten_recovery_codes_work_once_each_and_new_ones_end_the_old() -> None:
    account, _ = with_app()
    codes = make_recovery_codes(account=account, at=NOW)
    assert len(set(codes)) == 10
    assert isinstance(typed(account, codes[0].upper()), LoggedIn)
    assert typed(account, codes[0]) == LoginRefused(LoginProblem.WRONG_PROOF)
    assert second_factors(account).recovery_codes == 9
    make_recovery_codes(account=account, at=NOW)
    assert typed(account, codes[1]) == LoginRefused(LoginProblem.WRONG_PROOF)


def test_a_recovery_code_is_its_owners_alone() -> None:
    account, _ = with_app()
    other, _ = with_app("chen")
    [code, *_] = make_recovery_codes(account=account, at=NOW)
    assert isinstance(typed(other, code), LoginRefused)


def test_a_passkey_lets_in_and_a_copy_of_it_does_not() -> None:
    account = an_account("wang")
    key = with_passkey(account)
    assert isinstance(login(username="wang", password=PASSWORD, at=NOW), SecondFactorWanted)
    assert shown(account, key) == LoggedIn(account)
    assert Passkey.objects.get().used_at == NOW
    key.count -= 1
    assert shown(account, key) == LoginRefused(LoginProblem.WRONG_PROOF)


@pytest.mark.parametrize("foreign", ["origin", "host", "key", "id"])
def test_a_passkey_of_another_site_or_person_is_refused(foreign: str) -> None:
    account = an_account("wang")
    mine, other = with_passkey(account), SoftKey(origin="https://evil.example", host="evil.example")
    setattr(mine, foreign, getattr(other, foreign))
    assert shown(account, mine) == LoginRefused(LoginProblem.WRONG_PROOF)


def test_an_answer_to_another_question_is_refused() -> None:
    account = an_account("wang")
    key = with_passkey(account)
    asked, other = ask_passkey(account=account, site=HERE), ask_passkey(account=account, site=HERE)
    assert asked and other
    proof = passkey_shown(site=HERE, state=other.state, answer=key.sign(asked))
    assert pass_second_factor(account=account, proof=proof, at=NOW) == LoginRefused(LoginProblem.WRONG_PROOF)


def test_what_is_no_passkey_is_refused() -> None:
    account = an_account("wang")
    question = ask_new_passkey(account=account, site=HERE)
    for answer in ({}, {"id": "x"}, SoftKey(origin="https://evil.example").make(question)):
        with pytest.raises(PasskeyRefused):
            keep_passkey(account=account, site=HERE, state=question.state, answer=answer, name="x", at=NOW)
    key = with_passkey(account)
    again = ask_new_passkey(account=an_account("chen"), site=HERE)
    with pytest.raises(PasskeyRefused):
        keep_passkey(
            account=Account.objects.get(username="chen"),
            site=HERE,
            state=again.state,
            answer=key.make(again),
            name="x",
            at=NOW,
        )
    assert Passkey.objects.count() == 1


def test_proving_again_counts_its_failures_and_notes_a_success() -> None:
    account, seed = with_app()
    assert prove_again(account=account, proof=code_typed("000000"), at=NOW) == LoginRefused(LoginProblem.WRONG_PROOF)
    assert LoginAttempts.objects.get().failures == 1
    assert prove_again(account=account, proof=code_typed(code_at(seed)), at=NOW) == LoggedIn(account)
    assert not LoginAttempts.objects.exists() and Account.objects.get().last_login is None
    assert AuditEntry.objects.filter(verb=Verb.PROVEN_AGAIN).get().facts == {"factor": "app"}
    other = an_account("chen")
    assert isinstance(prove_password(account=other, password="not it", at=NOW), LoginRefused)
    assert prove_password(account=other, password=PASSWORD, at=NOW) == LoggedIn(other)


def test_recovery_codes_go_with_the_last_factor_and_an_operator_takes_all_away() -> None:
    account, _ = with_app()
    make_recovery_codes(account=account, at=NOW)
    with_passkey(account)
    assert remove_app(account=account, at=NOW) and RecoveryCode.objects.count() == 10
    assert reset_second_factor(account=account, reason="手機遺失", by=an_account("olga"), at=NOW)
    assert not Passkey.objects.exists() and not RecoveryCode.objects.exists()
    assert isinstance(login(username="wang", password=PASSWORD, at=NOW), LoggedIn)
    assert not remove_app(account=account, at=NOW)
