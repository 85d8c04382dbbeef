"""切換身分 and 切換原始身分: for which office a login acts."""

from datetime import timedelta

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.organisers.actions import appoint_deputy, appoint_officer, end_office
from hefa.organisers.models import Officer
from hefa.organisers.names import OWN_DUTIES
from hefa.web.shell.acting import ORIGINAL
from tests.cast import NOW, World, an_account

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def both(world: World) -> Officer:
    """Alice's second office, at the other organiser."""
    return appoint_officer(
        account=world.alice.account,
        organiser=world.other_organiser,
        duties=OWN_DUTIES,
        from_date=TODAY,
        actor=SYSTEM,
        at=NOW,
    )


def choose(browser: Client, office: object, *, follow: bool = True) -> str:
    return browser.post("/identity/choice/", {"office": str(office)}, follow=follow).content.decode()


def listed(browser: Client) -> str:
    return browser.get("/backoffice/offerings/").content.decode()


def test_the_lists_narrow_to_the_office_that_was_chosen(alice: Client, world: World) -> None:
    second = both(world)
    assert "測試活動001" in listed(alice) and "藍山步道導覽" in listed(alice)
    assert "目前身分：承辦人（綠水縣政府環境保護局等 2 個身分）" in listed(alice)
    assert "目前身分：承辦人（藍山國家公園管理處）" in choose(alice, second.public_id)
    assert "測試活動001" not in listed(alice) and "藍山步道導覽" in listed(alice)
    assert alice.get(f"/backoffice/offerings/{world.offering.public_id}/awards/").status_code == 404
    choose(alice, "all")
    assert "測試活動001" in listed(alice)
    told = AuditEntry.objects.filter(verb=Verb.IDENTITY_CHOSEN).order_by("id")
    assert [one.subject_id for one in told] == [second.public_id, None]


def test_the_original_identity_is_the_learner_alone(alice: Client, world: World) -> None:
    key = alice.session.session_key
    page = choose(alice, ORIGINAL)
    assert alice.session.session_key != key
    assert "目前身分：" in page and "學員" in page and "/backoffice/" not in page
    answer = alice.get("/backoffice/", follow=True)
    assert answer.redirect_chain == [("/identity/", 302)]
    assert "目前身分沒有這項功能，請先切換身分。" in answer.content.decode()
    assert alice.post("/backoffice/planning/new/").status_code == 403
    assert "學習資訊維護" in choose(alice, world.alice.public_id)


def test_an_identity_that_ended_opens_nothing(alice: Client, world: World) -> None:
    choose(alice, world.alice.public_id)
    end_office(officer=world.alice, last_day=None, reason="調職", by=world.bob.account, at=NOW, today=TODAY)
    assert alice.get("/backoffice/", follow=True).redirect_chain == [("/identity/", 302)]
    assert "這個身分已不能使用" in choose(alice, world.alice.public_id)


def test_nobody_acts_for_an_office_of_somebody_else(alice: Client, world: World) -> None:
    assert "這個身分已不能使用" in choose(alice, world.charlie.public_id)
    assert "測試活動001" in listed(alice)


def test_a_deputy_is_shown_for_whom(dora: Client, world: World) -> None:
    standing_in = appoint_deputy(
        officer=world.alice,
        deputy=world.dora,
        from_date=TODAY,
        until_date=TODAY + timedelta(days=7),
        actor=SYSTEM,
        at=NOW,
        today=TODAY,
    )
    page = dora.get("/identity/").content.decode()
    assert "承辦人（綠水縣政府環境保護局，代理 Alice）" in page and "至 115-12-01 止" in page
    assert dora.get("/backoffice/planning/").status_code == 200
    choose(dora, world.dora.public_id)
    assert dora.get("/backoffice/planning/", follow=True).redirect_chain == [("/identity/", 302)]
    assert "新增維護活動" in choose(dora, standing_in.public_id)


def test_whoever_is_no_officer_has_one_identity(client: Client) -> None:
    assert client.get("/identity/").status_code == 302
    client.force_login(an_account("ming"))
    page = client.get("/identity/").content.decode()
    assert "學員（原始身分）" in page and "以此身分使用" not in page
    assert "/identity/" not in client.get("/").content.decode()
    assert client.get("/identity/choice/").status_code == 302
