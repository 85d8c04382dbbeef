"""How fast everything sealed goes to another key: names and numbers of invented people, in batches, as on a site."""

import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from hefa.audit.names import SYSTEM
from hefa.cli import key_file
from hefa.cli.rotation import rotate
from hefa.keys.making import with_current_key, with_new_key
from hefa.learners.actions import enter_learners
from hefa.learners.queries import Person
from tests.cast import an_id

AT = datetime(2026, 11, 1, tzinfo=UTC)


def rotated_rows_per_s(folder: Path, *, people: int) -> float:
    """Rows a second that go to new keys of `field` and `index`: two sealed rows and a digest a person.

    `folder` takes the key files: a process reads its file once, so the one in use stays as it is.
    """
    held = key_file.held(Path(settings.HEFA_KEYS_FILE))
    invented = [Person(an_id(number), "王小明", None) for number in range(1, people + 1)]
    enter_learners(people=invented, actor=SYSTEM, at=AT)
    for ring in ("field", "index"):
        held, kid = with_new_key(held, ring)
        held = with_current_key(held, ring, kid)
    file = folder / "keys.json"
    file.write_text("{}")
    file.chmod(0o600)
    key_file.replace(file, held)
    settings.HEFA_KEYS_FILE = file
    began = time.perf_counter()
    done = {step.what: step.done for step in rotate(clock=lambda: AT)}
    seconds = time.perf_counter() - began
    rows = sum(done.values())
    assert rows >= 3 * people, done
    return round(rows / seconds, 1)
