"""A demonstration that was used, and all that its database was given to keep secret."""

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.core.management import call_command

from bench.trust_dump import Held
from hefa.accounts.actions import add_app, ask_reset, make_recovery_codes, new_seed
from hefa.accounts.models import Account
from hefa.accounts.sessions import SessionStore
from hefa.cli.furnishing import LECTURER, LECTURER_CONTACT, MISTYPED, ROSTERED
from hefa.cli.management.commands import seed_demo as seed
from hefa.codes.actions import make_walk_in_code
from hefa.codes.queries import static_text
from hefa.stations.actions import Lent, redeem_ticket, show_pass
from hefa.stations.models import ScanPass

WALK_IN = ("溫雅君", 801)
HELPER = "紀曉嵐"


def used_demonstration(*, at: datetime) -> list[Held]:
    """Furnish it, log in, add a second factor, forget a password, lend a scanner, make a code."""
    call_command("seed_demo", verbosity=0)
    return [*_people(), *_of_an_account(at), *_of_a_scanner(at), *_of_a_code(at)]


def _people() -> Iterable[Held]:
    names = [*seed.REGISTERED, *seed.WALK_INS, *seed.OFFICERS.values(), LECTURER, ROSTERED[0], MISTYPED[0]]
    names += [name for _, name in (seed.OTHER_OFFICER, seed.AUDITOR, seed.OPERATOR)]
    numbers = [seed.an_invented_id(number) for number in range(1, len(seed.REGISTERED) + len(seed.WALK_INS) + 1)]
    yield from (Held("a name", name.encode(), guessable=True) for name in names)
    yield from (Held("a number", one.value.encode(), guessable=True) for one in numbers)
    yield from (Held("a last four", one.last4.encode(), guessable=True) for one in numbers)
    yield Held("a number", MISTYPED[1].encode(), guessable=True)
    yield Held("a last four", ROSTERED[1].encode(), guessable=True)
    yield Held("an address", LECTURER_CONTACT.encode(), guessable=True)
    for username in Account.objects.values_list("username", flat=True):
        yield Held("an address", f"{username}@example.org".encode(), guessable=True)


def _of_an_account(at: datetime) -> Iterable[Held]:
    account = Account.objects.get(username="demo-alice")
    session = SessionStore()
    session["_auth_user_id"] = str(account.pk)
    session.create()
    app = new_seed()
    add_app(account=account, seed=app, code=TOTP(app, 6, SHA1(), 30).generate(int(at.timestamp())).decode(), at=at)  # noqa: S303 - what every app speaks
    (letter,) = ask_reset(username_or_email="demo-bob", at=at)
    yield Held("a password", seed.PASSWORD.encode(), guessable=True)
    yield Held("a session's key", str(session.session_key).encode())
    yield Held("a seed", app)
    yield Held("a seed", base64.b32encode(app))
    yield Held("a token", letter.token.encode())
    for code in make_recovery_codes(account=account, at=at):
        yield from (Held("a recovery code", text.encode(), guessable=True) for text in (code, code.replace("-", "")))


def _of_a_scanner(at: datetime) -> Iterable[Held]:
    scan_pass = ScanPass.objects.latest("pk")
    pin = str(scan_pass.pin)
    token = show_pass(scan_pass=scan_pass, at=at)
    lent = redeem_ticket(token=token, helper_name=HELPER, pin=pin, at=at + timedelta(seconds=1))
    assert isinstance(lent, Lent)
    yield Held("a PIN", pin.encode(), guessable=True)
    yield Held("a token", token.encode())
    yield Held("a scanner's secret", lent.secret)
    yield Held("a name", HELPER.encode(), guessable=True)


def _of_a_code(at: datetime) -> Iterable[Held]:
    name, number = WALK_IN
    made = make_walk_in_code(national_id=seed.an_invented_id(number), name=name, unit=None, holder=None, at=at)
    yield Held("a name", name.encode(), guessable=True)
    yield Held("a number", seed.an_invented_id(number).value.encode(), guessable=True)
    yield Held("a code", static_text(made.code).encode())
    assert made.secret is not None
    yield Held("a browser's secret", made.secret)
