"""The world of bench camera: an officer, an offering for each film, and films of fresh codes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.test import Client

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.codes.queries import static_text
from tests import cast
from tests.journeys.film import drawn, film


@dataclass
class Door:
    """Where films are played. Every film has an offering and people of its own."""

    base_url: str
    world: cast.World
    folder: Path
    people: int = 0
    offerings: int = 1

    def offering(self) -> Offering:
        """A 期別 held now, so far without a scan."""
        self.offerings += 1
        return cast.an_offering(self.world.activity, at=datetime.now(UTC), number=self.offerings)

    def film(
        self, offering: Offering, *, codes: int, rate: float, empty: float = 0, repeated: float | None = None
    ) -> Path:
        """So many fresh codes, `rate` a second, after `empty` seconds; or one that stands for `repeated` seconds."""
        first, self.people = self.people + 1, self.people + codes
        made = [cast.a_walk_in(n, at=datetime.now(UTC)).code for n in range(first, self.people + 1)]
        path = self.folder / f"{offering.public_id}.mjpeg"
        shown = [drawn(static_text(code)) for code in made]
        return film(path, shown, codes_a_second=rate if repeated is None else 1 / repeated, empty_seconds=empty)

    def session(self) -> str:
        """The officer's cookie, as the login page sets it."""
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(self.world.alice.account)
        return browser.cookies["hefa"].value

    def awarded(self, offering: Offering) -> int:
        return Award.objects.filter(offering=offering, revoked_at__isnull=True).count()


def build(base_url: str, folder: Path) -> Door:
    """An empty database becomes the cast's world."""
    call_command("migrate", verbosity=0)
    return Door(base_url, cast.build_world(datetime.now(UTC)), folder)
