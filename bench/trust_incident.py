"""How long it takes to say whom an incident touched, and who saw whom, over a journal of a million entries.

`incident_pack_s` is the longest of four packs: of a whole year, of one officer, one station and one export.
`incident_pack_mb` is the most memory that one of them took, the ZIP included. `who_saw_s` is the longest of the
searches that an auditor makes, two pages each: of one learner and of one officer.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database


def figures() -> dict[str, float]:
    """From a process and a database of their own: what else was measured weighs on neither."""
    done = subprocess.run([sys.executable, __file__], stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main() -> None:
    with own_database("hefa_bench_incident"):
        import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

        from bench import trust_incident_asked  # noqa: PLC0415 - as above

        call_command("migrate", verbosity=0)
        print(json.dumps(trust_incident_asked.figures()))


if __name__ == "__main__":
    main()
