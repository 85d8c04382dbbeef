"""系統警示: what operators are told of at once, once a day, and where they see it."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from bench.trust_audit import as_superuser, build
from hefa.audit.actions import Entry, raise_alarm, record_many
from hefa.audit.actions.seal import TransactionsWentBack, add_seal
from hefa.audit.models import Alarm
from hefa.audit.names import Actor, AlarmKind, Verb
from hefa.audit.queries import MANY_LOOKS, last_seal
from hefa.base.clock import now
from hefa.jobs.tasks import seal_audit, tell_operators, verify_audit, watch_accounts
from hefa.web.shell import views
from tests import cast
from tests.cast import World, an_account

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    """What the job sends now, and to whom."""
    mail.outbox.clear()
    tell_operators(timestamp=0)
    return [f"{one.to[0]} {one.body}" for one in mail.outbox]


@pytest.mark.control("附表十 日誌處理失效之回應 2", "附表十 資通系統監控 1")
def test_an_audit_that_does_not_verify_is_told_to_the_operators_alone(world: World) -> None:
    cast.olga(at=now())
    build(entries=120)
    with as_superuser(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET verb = 'logged_in' WHERE id = (SELECT min(id) + 60 FROM audit_entry)")
    verify_audit(timestamp=0)
    [letter] = letters()
    assert letter.startswith("olga@example.org") and "稽核紀錄驗證不符：紀錄內容被修改，封存 2" in letter
    assert letters() == []


@pytest.mark.control("附表十 系統發展生命週期開發階段 5")
def test_an_error_is_told_by_kind_and_place_once_a_day_and_counted(rf: object, world: World) -> None:
    cast.olga(at=now())
    for _ in range(3):
        try:
            raise ZeroDivisionError("王小明 A123456789")
        except ZeroDivisionError:
            assert views.server_error(rf.get("/")).status_code == 500  # type: ignore[attr-defined]
    [alarm] = Alarm.objects.all()
    assert (alarm.kind, alarm.times) == (AlarmKind.ERROR, 3)
    [letter] = letters()
    assert "系統發生嚴重錯誤：ZeroDivisionError" in letter and "3 次" in letter
    assert "王小明" not in letter and "A123456789" not in letter


@pytest.mark.control("T19", "附表十 帳號管理 8")
def test_an_account_that_looks_at_very_many_people_is_told_by_its_name(world: World) -> None:
    cast.olga(at=now())
    for account, looks in ((an_account("busy"), MANY_LOOKS), (an_account("curious"), MANY_LOOKS + 1)):
        actor = Actor.account(account.public_id)
        record_many([Entry(now(), actor, Verb.LEARNER_LOOKED_UP, "learner", None) for _ in range(looks)])
    watch_accounts(timestamp=0)
    [letter] = letters()
    assert "帳號 curious，24 小時內超過 300 次" in letter and "busy" not in letter


def test_what_reached_nobody_is_tried_again_and_stands_on_the_front_page(world: World, client: Client) -> None:
    olga = cast.olga(at=now())
    olga.account.email, olga.account.email_digest = "", None
    olga.account.save()
    raise_alarm(kind=AlarmKind.ERROR, place="KeyError web/x.py:1", at=now())
    raise_alarm(kind=AlarmKind.LOOKS, place=str(olga.account.public_id), at=now())
    assert letters() == [] and not Alarm.objects.filter(told_at__isnull=False).exists()
    client.force_login(olga.account)
    page = client.get("/operator/").content.decode()
    assert "系統警示" in page and "帳號 olga" in page and "KeyError web/x.py:1" in page and "尚未寄出通知" in page


@pytest.mark.control("附表十 系統發展生命週期開發階段 5")
def test_a_job_that_fails_is_told_once_it_can_be(world: World, settings: Settings) -> None:
    cast.olga(at=now())
    raise_alarm(kind=AlarmKind.UNVERIFIED, place="封存 2", at=now())
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "no.such.Backend"
    with pytest.raises(ModuleNotFoundError):
        tell_operators(timestamp=0)
    settings.EMAIL_BACKEND = works
    [letter] = letters()
    assert "封存 2" in letter and "系統發生嚴重錯誤：ModuleNotFoundError jobs/letters.py" in letter


@pytest.mark.control("附表十 日誌處理失效之回應 2")
def test_a_sealing_that_stops_is_told(world: World) -> None:
    cast.olga(at=now())
    build(entries=120)
    head = last_seal()
    assert head is not None
    with as_superuser():
        add_seal(head, era=1, from_xid=head.until_xid, until_xid=2**61, at=now())
    with pytest.raises(TransactionsWentBack):
        seal_audit(timestamp=0)
    assert "稽核紀錄停止封存" in letters()[0]
