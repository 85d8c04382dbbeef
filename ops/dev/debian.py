"""What tests need from the system: a browser, PostgreSQL, fonts. Installed from Debian where we may, else told."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ops.dev.place import Trouble, is_root, say, step

INSTALL = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def missing(*, browser: bool = True) -> Mapping[str, str]:
    """Debian packages that are not there, with what they are for."""
    wanted = {
        "postgresql": ("the database", _has_postgres()),
        "fonts-noto-cjk": ("Chinese characters in pictures of pages", _has_font("NotoSansCJK*", "NotoSerifCJK*")),
        "fonts-cns11643-kai": ("rare characters of names", _has_font("TW-Kai*", "*CNS11643*", "*cns11643*")),
    }
    if browser:
        wanted |= {
            package: (purpose, shutil.which(program) is not None)
            for package, program, purpose in (
                ("chromium", "chromium", "the browser of the journeys"),
                ("chromium-headless-shell", "chromium-headless-shell", "the same without windows: a third less work"),
                ("firefox-esr", "firefox-esr", "the scanner in Firefox"),
                ("webkit2gtk-driver", "WebKitWebDriver", "the scanner in WebKit"),
                ("xvfb", "Xvfb", "a screen for WebKit"),
            )
        }
    return {package: purpose for package, (purpose, there) in wanted.items() if not there}


def ensure(*, browser: bool = True) -> None:
    """Install what is missing when we are root on Debian; otherwise say the one line to type.

    A missing font spoils pictures, a missing PostgreSQL is replaced by a wheel, a journey says which engine it missed:
    none of it stops anybody. A missing Chromium does.
    """
    lacking = missing(browser=browser)
    if not lacking:
        return
    line = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(lacking)}"
    if not (is_root() and shutil.which("apt-get")):
        say(f"  missing: {', '.join(f'{name} ({why})' for name, why in lacking.items())}\n  type: sudo sh -c '{line}'")
    else:
        with step(f"from Debian: {', '.join(lacking)}"):
            _quietly(["apt-get", "update", "-qq"])
            if not _quietly([*INSTALL, *lacking]):
                for package in lacking:  # One that this Debian does not know spoils the rest.
                    _quietly([*INSTALL, package])
    if browser and shutil.which("chromium") is None:
        raise Trouble(f"The browser journeys need Chromium. Type: sudo sh -c '{line}'")


def _quietly(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _has_postgres() -> bool:
    return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))) or shutil.which("initdb") is not None


def _has_font(*patterns: str) -> bool:
    return any(True for folder in FONT_FOLDERS for pattern in patterns for _ in folder.rglob(pattern))
