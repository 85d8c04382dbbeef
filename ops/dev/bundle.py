"""One archive that installs without internet: the commit, the built pages' scripts, every wheel, bills and sums.

Unpacked, it is a checkout whose packages lie in `wheels/`: every command of the runbook works there as it stands,
with Python, its pip and PostgreSQL from the system and no network.
"""

import gzip
import hashlib
import io
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from pathlib import Path

from ops.dev import scanner, supply
from ops.dev.environment import WHEELS
from ops.dev.place import ROOT, VAR, Trouble, say, step

SUMS = "SHA256SUMS"


def make(folder: Path) -> Path:
    """Write the archive of the last commit into `folder` and return its path. The same commit gives the same bytes."""
    commit, committed_at = _last_commit()
    name = f"hefa-{commit}-cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}"
    scanner.build()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        tree = Path(temporary) / name
        _unpack_commit(tree)
        shutil.copytree(VAR / "build", tree / "var" / "build")
        with step("wheels of every package"):
            _download(tree / WHEELS.name)
        supply.write_bills(tree / "sbom")
        (tree / SUMS).write_text(sums_of(tree), encoding="utf-8")
        with step("archive"):
            archive = _pack(tree, folder / f"{name}.tar.gz", committed_at)
    say(f"{archive.name}  {archive.stat().st_size:,} bytes  SHA-256 {_sha256(archive)}")
    return archive


def sums_of(tree: Path) -> str:
    """Lines for `sha256sum --check` over every file of a tree, but the file of sums itself."""
    files = sorted(path for path in tree.rglob("*") if path.is_file() and path != tree / SUMS)
    return "".join(f"{_sha256(path)}  {path.relative_to(tree)}\n" for path in files)


def _last_commit() -> tuple[str, int]:
    if not (ROOT / ".git").exists():
        raise Trouble("A bundle is made from a git checkout.")
    if changed := _git("status", "--porcelain", "--untracked-files=no").decode().strip():
        raise Trouble(f"Commit first; these files differ from the last commit:\n{changed}")
    commit, seconds = _git("log", "-1", "--format=%h %ct").decode().split()
    return commit, int(seconds)


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


def _unpack_commit(tree: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", "HEAD"))) as archive:
        archive.extractall(tree, filter="data")


def _download(folder: Path) -> None:
    """Wheels for this system and this Python: a source package would want a compiler where it is installed."""
    lock = ROOT / "requirements" / "run.lock"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--dest", str(folder), "--requirement", str(lock)]
    if subprocess.run(command, check=False).returncode:
        raise Trouble("The wheels could not be fetched; pip's own words stand above.")


def _pack(tree: Path, archive: Path, at: int) -> Path:
    """Names in order, one time and no owner: what was packed alone decides the bytes."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid, member.uname, member.gname = at, 0, 0, "", ""
        return member

    with (
        gzip.GzipFile(archive, "wb", mtime=at) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as writer,
    ):
        for path in [tree, *sorted(tree.rglob("*"))]:
            writer.add(path, arcname=str(path.relative_to(tree.parent)), recursive=False, filter=plain)
    return archive


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
