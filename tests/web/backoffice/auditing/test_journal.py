"""稽核紀錄 for auditors: what stands under their 主管機關, and nothing of anybody else."""

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.organisers.models import Organiser
from hefa.organisers.names import Duty
from tests.cast import World, an_id, an_officer
from tests.web.conftest import logged_in
from tests.web.operator.test_journal import exported, searched

pytestmark = pytest.mark.django_db
PAGE = "/backoffice/auditing/journal/"


def test_an_auditor_sees_who_exported_a_person_of_an_organiser_below(world: World, audrey: Client) -> None:
    exported(world, 71)
    page = searched(audrey, PAGE, national_id=an_id(71).value, verb="seen")
    assert "條件中的學員：1 人" in page and "縣府抽查" in page
    assert page.count(f'<span class="cell-words">{Verb.ID_OPENED.label}</span>') == 1


def test_an_auditor_elsewhere_finds_neither_the_person_nor_the_entries(world: World) -> None:
    award = exported(world, 71)
    elsewhere = Organiser.objects.create(name="他縣政府", approved_at=world.at)
    zoe = logged_in(an_officer("zoe", elsewhere, duties=(Duty.AUDIT,)))
    for terms in (
        {"national_id": an_id(71).value},
        {"last4": an_id(71).last4, "name": "何冠廷"},
        {"subject": str(award.public_id)},
        {"actor": world.alice.account.username},
        {"verb": "seen"},
    ):
        page = searched(zoe, PAGE, **terms)
        assert "沒有符合條件的紀錄" in page, terms
        if "subject" not in terms and "actor" not in terms and "verb" not in terms:
            assert "查無條件中的學員" in page
    assert zoe.post(PAGE, {"organiser": str(world.organiser.public_id)}).status_code == 200


@pytest.mark.parametrize("after", ["²-1", "1-²", "٣-٣", "9" * 17 + "-" + "9" * 18, "-", "1-1-1"])
def test_an_address_that_says_nothing_sensible_shows_the_first_page(audrey: Client, after: str) -> None:
    searched(audrey, PAGE, verb="seen")
    assert audrey.get(PAGE, {"after": after}).status_code == 200


def test_a_search_stays_with_the_door_it_was_made_at(world: World, audrey: Client) -> None:
    exported(world, 71)
    searched(audrey, PAGE, verb="seen")
    told = AuditEntry.objects.get(verb=Verb.AUDIT_SEARCHED)
    assert told.organiser_id is not None and told.facts == {"terms": {"verb": "seen"}}
    assert "還沒有查詢條件" not in audrey.get(f"{PAGE}file/").content.decode()
