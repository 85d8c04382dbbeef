"""Lecturers of an organiser: noted, changed by one officer at a time, retired, assigned."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection

from hefa.activities.actions import (
    LecturerOvertaken,
    LecturerProfile,
    LecturerStands,
    assign_lecturers,
    change_lecturer,
    reinstate_lecturer,
    retire_lecturer,
)
from hefa.activities.models import Lecturer, Teaching
from hefa.activities.names import ConsentMeans, Publication
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from tests.cast import NOW, World, a_lecturer, an_id, teach

pytestmark = pytest.mark.django_db
PROFILE = LecturerProfile("張老師", "綠水大學 副教授", "02-0000-0000", "濕地生態", ["341"])
AGREED = replace(
    PROFILE, publishes=Publication.NAME, consented_on=date(2026, 11, 1), consent_means=ConsentMeans.WRITTEN
)


def change(world: World, lecturer: Lecturer, profile: LecturerProfile, *, version: int = 1, number: int = 0) -> bool:
    return change_lecturer(
        lecturer=lecturer,
        version=version,
        profile=profile,
        national_id=an_id(number) if number else None,
        officer=world.alice,
        at=NOW,
    )


def test_a_lecturer_is_sealed_and_the_journal_knows_no_name(world: World) -> None:
    lecturer = a_lecturer(world.alice, number=5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM lecturer t")
        stored = cursor.fetchone()[0]
    assert "張老師" not in stored and "副教授" not in stored and "02-0000" not in stored
    entry = AuditEntry.objects.get(verb=Verb.LECTURER_ADDED)
    assert (entry.subject_id, entry.facts) == (lecturer.public_id, {"publishes": "nothing"})
    assert lecturer.learner is not None and lecturer.learner.id_last4 == an_id(5).last4


def test_the_same_number_is_one_lecturer_of_an_organiser(world: World) -> None:
    a_lecturer(world.alice, number=5)
    with pytest.raises(LecturerStands):
        a_lecturer(world.alice, name="張大明", number=5)
    assert a_lecturer(world.charlie, number=5).organiser == world.other_organiser
    a_lecturer(world.alice)
    assert Lecturer.objects.filter(organiser=world.organiser).count() == 2


def test_a_change_names_its_fields_and_the_second_officer_is_told(world: World) -> None:
    lecturer = a_lecturer(world.alice)
    assert not change(world, lecturer, PROFILE)
    seen_by_bob = Lecturer.objects.get()
    assert change(world, lecturer, AGREED, number=5)
    entry = AuditEntry.objects.get(verb=Verb.LECTURER_CHANGED)
    assert entry.facts["fields"] == ["publishes", "consented_on", "consent_means", "learner"]
    with pytest.raises(LecturerOvertaken):
        change(world, seen_by_bob, replace(PROFILE, name="李老師"))
    stored = Lecturer.objects.get()
    assert (stored.name, stored.publishes, stored.version) == ("張老師", Publication.NAME, 2)


@pytest.mark.parametrize(
    "changed", ["publishes = 'name'", "consented_on = '2026-11-01'", "retired_at = now()", "consent_means = 'email'"]
)
def test_the_database_refuses_what_cannot_be(world: World, changed: str) -> None:
    a_lecturer(world.alice)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lecturer SET {changed}")


def test_a_retired_lecturer_keeps_what_was_taught_and_is_assigned_no_more(world: World) -> None:
    lecturer = a_lecturer(world.alice)
    teach(world.alice, world.offering, lecturer)
    assert retire_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    assert not retire_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    assert assigned(world, lecturer) == (0, 0) and Teaching.objects.count() == 1
    assert assigned(world) == (0, 1) and assigned(world, lecturer) == (0, 0)
    assert reinstate_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    assert not reinstate_lecturer(lecturer=lecturer, officer=world.alice, at=NOW)
    assert assigned(world, lecturer) == (1, 0)


def test_a_lecturer_of_another_organiser_is_not_assigned(world: World) -> None:
    assert assigned(world, a_lecturer(world.charlie)) == (0, 0)
    own = a_lecturer(world.alice)
    assert assigned(world, own) == (1, 0) and assigned(world, own) == (0, 0)
    assert AuditEntry.objects.filter(verb=Verb.LECTURERS_ASSIGNED).count() == 1


def assigned(world: World, *lecturers: Lecturer) -> tuple[int, int]:
    ids = [lecturer.public_id for lecturer in lecturers]
    return assign_lecturers(offering=world.offering, lecturers=ids, officer=world.alice, at=NOW)
