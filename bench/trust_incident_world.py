"""A journal of a million entries over twenty thousand people, copied by the database from a handful that Hefa made.

Of the entries eight in ten are awards and one in ten logins; the rest is what a pack asks for: people looked up, pages
of records opened, offerings opened by auditors, cards printed, and files taken out with everybody who stood in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from bench.trust_audit import as_superuser
from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Scan
from hefa.codes.queries import static_text
from hefa.learners.actions import enter_learners
from hefa.learners.models import Learner
from hefa.learners.queries import Person
from hefa.paperwork.actions import make_paper
from hefa.paperwork.models import Paper, PaperPart, PaperRow
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from hefa.stations.models import Station
from tests import cast
from tests.awards.phone import scan_code

AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
OFFERINGS, STATIONS, ACCOUNTS, EACH = 400, 199, 199, 3
"""`EACH` are the hours of one person. Primes, so that every account does a share of everything."""
AGO = "make_interval(secs => {} % 31536000)"
"""Some time of the last year."""
NUMBERED = """
CREATE TEMP TABLE one_learner AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, public_id FROM learner;
CREATE TEMP TABLE one_offering AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, public_id FROM offering;
CREATE TEMP TABLE one_station AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, public_id FROM station;
CREATE TEMP TABLE one_account AS
    SELECT n, CASE WHEN n = 0 THEN %(account)s::uuid ELSE gen_random_uuid() END AS public_id
    FROM generate_series(0, %(accounts)s - 1) AS n;
CREATE UNIQUE INDEX ON one_learner (n); CREATE UNIQUE INDEX ON one_offering (n);
CREATE UNIQUE INDEX ON one_station (n); CREATE UNIQUE INDEX ON one_account (n);
ANALYZE one_learner, one_offering, one_station, one_account
"""
ENTRIES = """
INSERT INTO audit_entry (at, verb, actor_kind, actor_id, organiser_id, subject_kind, subject_id, facts)
SELECT %(at)s::timestamptz - make_interval(secs => (e * 7919 %% 31536000)::float8), verb, actor_kind,
       CASE actor_kind WHEN 'station' THEN s.public_id ELSE a.public_id END, %(organiser)s, kind,
       CASE kind WHEN 'learner' THEN l.public_id WHEN 'offering' THEN o.public_id ELSE gen_random_uuid() END, '{}'
FROM generate_series(1::bigint, %(entries)s) AS e
CROSS JOIN LATERAL (SELECT CASE WHEN e %% 10 < 8 THEN 0 WHEN e %% 10 = 8 THEN 1 ELSE 2 + e / 10 %% 3 END AS sort) AS k
JOIN (VALUES (0, 'awarded', 'station', 'award'), (1, 'logged_in', 'account', 'account'),
             (2, 'learner_looked_up', 'account', 'learner'), (3, 'records_opened', 'account', 'learner'),
             (4, 'audit_opened', 'account', 'offering')) AS v(sort, verb, actor_kind, kind) USING (sort)
JOIN one_station s ON s.n = e %% (SELECT count(*) FROM one_station)
JOIN one_account a ON a.n = e / 10 %% (SELECT count(*) FROM one_account)
JOIN one_learner l ON l.n = e / 10 * 31 %% (SELECT count(*) FROM one_learner)
JOIN one_offering o ON o.n = e / 10 * 17 %% (SELECT count(*) FROM one_offering)
"""
OPENED = """
INSERT INTO audit_entry (at, verb, actor_kind, actor_id, organiser_id, subject_kind, facts)
SELECT p.made_at, 'id_opened', 'account', (SELECT public_id FROM one_account a WHERE a.n = p.id %% %(accounts)s),
       %(organiser)s, 'learners', jsonb_build_object('learners', jsonb_agg(l.public_id))
FROM paper p JOIN award a ON a.offering_id = p.offering_id JOIN learner l ON l.id = a.learner_id GROUP BY p.id
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom and what the bench asks about."""

    account: UUID
    station: UUID
    paper: UUID
    learner: Learner


def build(*, entries: int, people: int) -> Asked:
    """Fill the tables, `entries` and somewhat more; returns an officer, a station, an export and a learner of many."""
    world = cast.build_world(AT)
    gate = cast.a_gate(world.alice, world.offering, at=AT)
    scan_code(gate, static_text(cast.a_walk_in(1, at=AT).code), at=AT)
    make_paper(
        offering=world.offering, profile=PROFILES["ecpa-hours-25"], purpose=Purpose.ECPA, purpose_note="", left_out=(),
        officer=world.alice, at=AT,
    )  # fmt: skip
    enter_learners(people=[Person(cast.an_id(n), "王小明", None) for n in range(2, people + 1)], actor=SYSTEM, at=AT)
    account = world.alice.account
    told = {"at": AT, "entries": entries, "organiser": world.organiser.public_id, "account": account.public_id,
            "accounts": ACCOUNTS}  # fmt: skip
    with transaction.atomic(), as_superuser():
        _copies(world, account)
        _run(ENTRIES, told)
        _run(OPENED, told)
    _run("ANALYZE", {})
    return Asked(
        account.public_id,
        gate.station.public_id,
        Paper.objects.latest("pk").public_id,
        Learner.objects.order_by("pk")[people // 2],
    )


def _copies(world: cast.World, account: Account) -> None:
    """Offerings and stations, then the awards, scans, papers and their lines of everybody."""
    award, scan, paper, part, row, station = (
        model._default_manager.get().pk for model in (Award, Scan, Paper, PaperPart, PaperRow, Station)
    )
    _copy(Offering, world.offering.pk, f"generate_series(2, {OFFERINGS - 1}) AS n", number="n")
    _copy(Station, station, f"generate_series(2, {STATIONS}) AS n")
    for statement in NUMBERED.split(";"):
        _run(statement, {"account": account.public_id, "accounts": ACCOUNTS})
    ago = AGO.format("(l.id * 631 + x * 5000000)")
    _copy(
        Award,
        award,
        f"one_learner l CROSS JOIN generate_series(1, {EACH}) AS x"
        f" JOIN one_offering o ON o.n = (l.n + x * 167) % {OFFERINGS}",
        learner_id="l.id",
        offering_id="o.id",
        awarded_at=f"t.awarded_at - {ago}",
    )
    _copy(
        Scan,
        scan,
        f"award a JOIN one_station s ON s.n = a.id % {STATIONS}",
        scan_id="gen_random_uuid()",
        learner_id="a.learner_id",
        offering_id="a.offering_id",
        award_id="a.id",
        station_id="s.id",
        received_at="a.awarded_at",
    )
    ago = AGO.format("(o.n * 31000)")
    _copy(Paper, paper, "one_offering o", offering_id="o.id", made_at=f"t.made_at - {ago}")
    standing = "paper p JOIN award a ON a.offering_id = p.offering_id WHERE p.id <> t.paper_id"
    _copy(PaperRow, row, standing, paper_id="p.id", award_id="a.id")
    _copy(PaperPart, part, "paper p WHERE p.id <> t.paper_id", paper_id="p.id")


def _copy(model: type[models.Model], pk: int, of: str, **changed: str) -> None:
    """Copies of the row `t` for each row of `of`, with other values in some columns."""
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    fresh = {"public_id": "gen_random_uuid()"} | changed
    values = ", ".join(fresh.get(column, f"t.{column}") for column in columns)
    table, where = model._meta.db_table, " AND " if " WHERE " in of else " WHERE "
    _run(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t, {of}{where}t.id = {pk}", None)


def _run(statement: str, told: Mapping[str, Any] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
