"""Requests, organisers and officers in the operator's browser."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.organisers.actions import appoint_officer
from hefa.organisers.models import Officer, OfficeRequest, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from tests.cast import NOW, World, a_gate, an_account, an_officer
from tests.organisers.test_requests import ask

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def page_of(organiser: Organiser, what: str = "") -> str:
    return f"/operator/organisers/{organiser.public_id}/{what}"


@pytest.mark.control("附表十 帳號管理 1")
def test_a_request_is_approved_with_the_duties_that_the_operator_gives(olga: Client, world: World) -> None:
    request = ask(an_account("erin"))
    assert "（1 件待審核）" in text(olga.get("/operator/"))
    where = f"/operator/requests/{request.public_id}/"
    assert "02-1234-5678 分機 9" in text(olga.get(where))
    answer = olga.post(where, {"duties": ["manage"], "approve": "1"}, follow=True)
    assert "已核准 Erin 為「新綠協會」的承辦人。" in text(answer) and "沒有待審核的申請" in text(answer)
    assert officers_of(request.account, on=TODAY).get().duties == ["manage"]
    assert olga.get(where).status_code == 404


def test_a_request_is_declined_for_a_reason_that_the_asker_reads(olga: Client, world: World) -> None:
    request = ask(an_account("erin"), world.organiser)
    where = f"/operator/requests/{request.public_id}/"
    assert "請填寫不核准原因。" in text(olga.post(where, {"duties": ["manage"], "decline": "1"}))
    olga.post(where, {"duties": ["manage"], "decline": "1", "reason": "請由機關發文"})
    erin = Client()
    erin.force_login(request.account)
    assert "請由機關發文" in text(erin.get("/offices/"))


def test_a_unit_that_has_its_organiser_gets_no_second_unawares(olga: Client, world: World) -> None:
    request = ask(an_account("erin"))
    OfficeRequest.objects.filter(pk=request.pk).update(unit=world.green_water)
    where = f"/operator/requests/{request.public_id}/"
    assert "既有的開課單位：綠水縣政府環境保護局" in text(olga.get(where))
    olga.post(where, {"organiser": str(world.organiser.public_id), "duties": ["read"], "approve": "1"})
    assert officers_of(request.account, on=TODAY).get().organiser == world.organiser


@pytest.mark.control("附表十 帳號管理 1")
def test_operators_do_not_approve_themselves(olga: Client, world: World) -> None:
    request = ask(Account.objects.get(username="olga"), world.organiser)
    where = f"/operator/requests/{request.public_id}/"
    assert "不能審核自己的申請" in text(olga.post(where, {"duties": ["manage"], "approve": "1"}))


@pytest.mark.control("附表十 帳號管理 1")
def test_operators_give_no_duties_to_themselves(olga: Client, world: World) -> None:
    told = {"username": "olga", "duties": ["export"]}
    assert "不能為自己指派" in text(olga.post(page_of(world.organiser, "officers/new/"), told))
    own = appoint_officer(
        account=Account.objects.get(username="olga"),
        organiser=world.organiser,
        duties=[Duty.READ],
        from_date=TODAY,
        actor=SYSTEM,
        at=NOW,
    )
    where = f"/operator/officers/{own.public_id}/duties/"
    assert "不能為自己指派" in text(olga.post(where, {"duties": ["read", "export"]}))
    own.refresh_from_db()
    assert own.duties == ["read"]


def test_a_phone_ends_with_the_duty_that_it_was_opened_by(olga: Client, world: World) -> None:
    gate, lent = a_gate(world.bob, world.offering), a_gate(world.alice, world.offering)
    duties = [duty for duty in world.bob.duties if duty != "scan"]
    olga.post(f"/operator/officers/{world.bob.public_id}/duties/", {"duties": duties})
    gate.station.refresh_from_db()
    lent.station.refresh_from_db()
    assert gate.station.revoked_at is not None and lent.station.revoked_at is None
    assert AuditEntry.objects.filter(verb=Verb.STATION_REVOKED, subject_id=gate.station.public_id).exists()


def test_an_organiser_is_taken_in_renamed_and_given_officers(olga: Client, world: World) -> None:
    made = olga.post("/operator/organisers/new/", {"name": "青溪學校", "unit": ""}, follow=True)
    assert "已新增開課單位「青溪學校」" in text(made) and "還沒有承辦人" in text(made)
    organiser = Organiser.objects.get(name="青溪學校")
    changed = olga.post(page_of(organiser, "changing/"), {"name": "青溪國小", "unit": "355000000I"}, follow=True)
    assert "青溪國小" in text(changed) and "355000000I" in text(changed)
    an_account("erin")
    told = {"username": "ERIN ", "duties": ["manage", "audit"]}
    assert "已指派 Erin 為承辦人。" in text(olga.post(page_of(organiser, "officers/new/"), told, follow=True))
    assert "這個帳號已是這個開課單位的承辦人。" in text(olga.post(page_of(organiser, "officers/new/"), told))
    assert "沒有這個帳號" in text(olga.post(page_of(organiser, "officers/new/"), told | {"username": "nobody"}))
    assert officers_of(Account.objects.get(username="erin"), on=TODAY, duty=Duty.AUDIT).exists()


def test_duties_are_changed_and_offices_ended_but_never_the_last(olga: Client, world: World) -> None:
    bob, alice = f"/operator/officers/{world.bob.public_id}/", f"/operator/officers/{world.alice.public_id}/"
    assert "已變更職責。" in text(olga.post(bob + "duties/", {"duties": ["read"]}, follow=True))
    assert "請先指派接任者" in text(olga.post(alice + "duties/", {"duties": ["read"]}))
    assert "請先指派接任者" in text(olga.post(alice + "leaving/", {"last_day": "", "reason": "離職"}))
    assert "離職日不可早於今天" in text(olga.post(bob + "leaving/", {"last_day": "115-01-01", "reason": "離職"}))
    assert "已辦理 Bob 卸任。" in text(olga.post(bob + "leaving/", {"last_day": "", "reason": "離職"}, follow=True))
    assert olga.get(bob + "duties/").status_code == 404


def test_disabling_shuts_the_officers_out_until_enabled(olga: Client, alice: Client, world: World) -> None:
    assert "請填寫原因。" in text(olga.post(page_of(world.organiser, "disabling/"), {"reason": ""}))
    told = text(olga.post(page_of(world.organiser, "disabling/"), {"reason": "評鑑不合格"}, follow=True))
    assert "已停用" in told and "評鑑不合格" in told
    assert alice.get("/backoffice/").status_code == 403
    assert olga.get(page_of(world.organiser, "enabling/")).status_code == 302
    olga.post(page_of(world.organiser, "enabling/"))
    assert alice.get("/backoffice/").status_code == 200


def test_a_merge_is_previewed_confirmed_and_undone(olga: Client, alice: Client, world: World) -> None:
    where = page_of(world.other_organiser, "merging/")
    told = {"successor": str(world.organiser.public_id), "reason": "組織改造"}
    preview = text(olga.post(where, told))
    assert "1 個活動" in preview and "1 位承辦人" in preview and "確認合併" in preview
    assert not Organiser.objects.filter(successor__isnull=False).exists()
    done = text(olga.post(where, told | {"confirmed": "1"}, follow=True))
    assert "1 位承辦人一併指派。" in done and "併入本單位的" in done
    assert "藍山步道導覽" in text(alice.get("/backoffice/offerings/"))
    offering = world.other_offering.public_id
    assert alice.get(f"/backoffice/offerings/{offering}/awards/").status_code == 200
    assert alice.get(f"/backoffice/planning/{offering}/").status_code == 200
    parted = text(olga.post(page_of(world.other_organiser, "parting/"), {"reason": "誤併"}, follow=True))
    assert "已取消合併" in parted
    assert alice.get(f"/backoffice/offerings/{offering}/awards/").status_code == 404
    assert "沒有合併" in text(olga.post(page_of(world.other_organiser, "parting/"), {"reason": "再次"}))


def test_few_and_many_organisers_cost_the_same(olga: Client, world: World) -> None:
    def statements(where: str) -> int:
        with CaptureQueriesContext(connection) as told:
            assert olga.get(where).status_code == 200
        return len(told)

    few = statements("/operator/organisers/"), statements(page_of(world.organiser))
    Organiser.objects.bulk_create(Organiser(name=f"單位 {n}", approved_at=NOW) for n in range(300))
    account = an_account("zed")
    Officer.objects.bulk_create(
        Officer(account=account, organiser=world.organiser, duties=["read"], from_date=TODAY, until_date=TODAY)
        for _ in range(300)
    )
    an_officer("erin", world.organiser)
    assert (statements("/operator/organisers/"), statements(page_of(world.organiser))) == few
    page = text(olga.get("/operator/organisers/", {"q": "綠水"}))
    assert "總共 1 筆資料" in page and "單位 1" not in page
