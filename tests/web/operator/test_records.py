"""資料紀錄: the admin reads, masks what is sealed, writes nothing but that somebody looked."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award
from hefa.keys.fields import SealedField
from hefa.learners.models import Learner
from hefa.web.operator.records import LISTS, SEALED, records, shown_columns
from hefa.web.shell.audience import Audience
from tests.cast import World, a_walk_in
from tests.web.doors import an_award
from tests.web.stored import stored

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_every_address_reads_and_is_for_operators(olga: Client, alice: Client, client: Client, world: World) -> None:
    an_award(world)
    before = stored()
    for pattern in records.get_urls():
        assert vars(pattern.callback)["audience"] is Audience.OPERATOR
    for model in LISTS:
        where = reverse(f"records:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert olga.get(where).status_code == 200, where
        assert olga.post(where).status_code == 405
        assert alice.get(where).status_code == 403
        assert client.get(where)["Location"].startswith("/login/")
        first = model._default_manager.order_by("pk").first()
        if first is not None:
            page = olga.get(f"{where}{first.pk}/")
            assert page.status_code == 200 and 'name="_save"' not in text(page), where
    assert stored() == before


@pytest.mark.control("附表十 記錄事件 3")
def test_people_are_masked_and_looks_are_noted(olga: Client, world: World) -> None:
    an_award(world)
    learner = Learner.objects.get(pk=Award.objects.get().learner_id)
    page = text(olga.get(f"/admin/learners/learner/{learner.pk}/"))
    assert page.count(SEALED) == 2 and "何冠廷" not in page and f">{learner.id_last4}<" not in page
    assert "argon2" not in text(olga.get(f"/admin/accounts/account/{world.alice.account_id}/"))
    told = AuditEntry.objects.filter(verb=Verb.RECORDS_OPENED).order_by("id").values_list("facts", flat=True)
    assert [facts["path"] for facts in told] == [
        f"/admin/learners/learner/{learner.pk}/",
        f"/admin/accounts/account/{world.alice.account_id}/",
    ]


def test_no_sealed_column_is_shown_by_name() -> None:
    for model in LISTS:
        sealed = {field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)}
        assert not sealed & {column for column in shown_columns(model) if isinstance(column, str)}
        assert not sealed & set(LISTS[model][0])


def test_the_pages_carry_no_code_of_their_own(olga: Client, world: World) -> None:
    a_walk_in()
    for where in (
        "/admin/",
        "/admin/learners/",
        "/admin/learners/learner/",
        f"/admin/accounts/account/{world.alice.account_id}/",
    ):
        answer = olga.get(where)
        page = text(answer)
        assert answer.status_code == 200 and "<style" not in page and " style=" not in page, where
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), where
        assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["learners_learner_add", "learners_learner_delete", "login", "password_change"])
def test_what_the_admin_does_elsewhere_is_not_here(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"records:{name}")


@pytest.mark.control("附表十 最小權限 1")
@pytest.mark.parametrize("asked", ["password__startswith=argon2", "username__contains=a", "offices__duties=x"])
def test_a_list_is_narrowed_by_what_it_offers_and_no_hash_is_guessed(olga: Client, world: World, asked: str) -> None:
    where = reverse("records:accounts_account_changelist")
    assert olga.get(f"{where}?is_active__exact=1").status_code == 200
    assert olga.get(f"{where}?{asked}").status_code == 400
