"""The bundle: what is in it, that its sums hold, and that it installs where no network answers."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from ops.dev import bundle
from ops.dev.place import ROOT

NO_NETWORK = {
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": "",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
}
INSTALL = """
from ops.dev import environment
environment.ensure(tests=False)
"""


SYSTEM_PYTHON = str(Path(sys.base_prefix) / "bin" / "python3")
"""dev.py is started by the system's Python, which has pip; the environment of the tests has none."""


@pytest.mark.long
@pytest.mark.control("附表十 獲得程序 2", "附表十 系統備份 2")
def test_a_bundle_is_whole_and_installs_without_a_network(tmp_path: Path) -> None:
    if subprocess.run(["git", "diff", "--quiet", "HEAD"], cwd=ROOT, check=False).returncode:
        pytest.skip("a bundle is made of a commit, and this checkout has changes that are not committed")
    subprocess.run([SYSTEM_PYTHON, "dev.py", "bundle", "--output", str(tmp_path)], cwd=ROOT, check=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    (tree,) = (path for path in tmp_path.iterdir() if path.is_dir())

    names = {str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file()}
    assert {"dev.py", "SHA256SUMS", "sbom/sbom-python.cdx.json", "sbom/sbom-scanner.cdx.json"} <= names
    assert "var/build/scanner/scanner.js" in names
    assert not [name for name in names if name.startswith((".git/", ".venv/", "var/secrets/", "var/pg/"))]
    assert (tree / "SHA256SUMS").read_text() == bundle.sums_of(tree)

    environment = {**os.environ, **NO_NETWORK, "PYTHONPATH": str(tree)}
    subprocess.run([SYSTEM_PYTHON, "-c", INSTALL], cwd=tree, env=environment, check=True)
    check = [".venv/bin/python", "-m", "django", "check"]
    assert subprocess.run(check, cwd=tree, env=_with_secrets(environment), check=False).returncode == 0


@pytest.mark.control("附表十 軟體及資訊完整性 1", "附表十 軟體及資訊完整性 4")
def test_sums_find_a_file_that_was_changed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "SHA256SUMS").write_text(bundle.sums_of(tmp_path))
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "a").write_text("2")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def _with_secrets(environment: dict[str, str]) -> dict[str, str]:
    """Those of this checkout's development: the unpacked tree has made none."""
    folder = ROOT / "var" / "secrets"
    files = {"HEFA_KEYS_FILE": folder / "keys.json", "HEFA_SECRET_KEY_FILE": folder / "django.txt"}
    return {**environment, **{name: str(path) for name, path in files.items()}}
