"""Every address of the officers' doors, walked by everybody who must not come in (security.md, T16)."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from hefa.organisers.models import Organiser
from hefa.organisers.names import Duty
from tests.cast import World, an_officer
from tests.web.conftest import logged_in
from tests.web.doors import DOORS, an_award
from tests.web.stored import stored

pytestmark = pytest.mark.django_db
WALKED = ("backoffice",)
OF_ALICE = ("測試活動001", "何冠廷", "羅詩涵")


def addresses() -> list[str]:
    """The name of every address of the doors that are walked."""
    doors = get_resolver().namespace_dict
    return [
        f"{namespace}:{one.name}"
        for namespace in WALKED
        for one in doors[namespace][1].url_patterns
        if isinstance(one, URLPattern)
    ]


def test_every_address_stands_in_the_table_and_none_too_many() -> None:
    assert sorted(addresses()) == sorted(name for name in DOORS if name.partition(":")[0] in WALKED)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.audits])
def test_auditors_alone_come_in_and_only_to_what_stands_under_them(
    name: str, world: World, alice: Client, charlie: Client, audrey: Client
) -> None:
    an_award(world, 70)
    things = DOORS[name].things(world)
    where = reverse(name, kwargs=dict(things))
    elsewhere = logged_in(
        an_officer("zoe", Organiser.objects.create(name="他縣政府", approved_at=world.at), duties=(Duty.AUDIT,))
    )
    before = stored()

    for method in ("get", "post"):
        assert getattr(Client(), method)(where)["Location"].startswith("/login/")
        assert getattr(alice, method)(where).status_code == getattr(charlie, method)(where).status_code == 403
        assert getattr(elsewhere, method)(where).status_code in ((404, 405) if things else (200, 405))

    assert stored() == before
    assert audrey.get(where).status_code == 200


@pytest.mark.control("T16")
@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if not door.audits])
def test_only_those_come_in_who_may(name: str, world: World, alice: Client, charlie: Client, dora: Client) -> None:
    an_award(world, 70)
    things = DOORS[name].things(world)
    where = reverse(name, kwargs=dict(things))
    before = stored()

    for method in ("get", "post"):
        visitor = getattr(Client(), method)(where, follow=False)
        assert visitor.status_code == 302 and visitor["Location"].startswith("/login/"), (method, visitor.status_code)

    stranger = charlie.get(where, follow=True)
    assert stranger.status_code == (404 if things else 200)
    assert not any(word in stranger.content.decode() for word in OF_ALICE)
    assert charlie.post(where).status_code in ((404, 405) if things else (200, 302, 400, 403, 404, 405))

    assert dora.get(where, follow=True).status_code == (200 if DOORS[name].reads else 403)
    assert dora.post(where).status_code in ((200, 302, 400, 403, 405) if DOORS[name].reads else (403, 405))

    assert stored() == before
    assert alice.get(where, follow=True).status_code == 200
