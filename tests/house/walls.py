"""What the house forbids, as functions over files and models; each test feeds them a bad sample too."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
JUNK = {"utils", "util", "common", "helpers", "helper", "misc", "services", "service", "mixins", "tools", "core"}
LONGEST_FILE = 300
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
INLINE = re.compile(r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE)
AS_MARKUP = re.compile(
    r"\|\s*safe(?:seq)?\b|autoescape\s+off|mark_safe|SafeString|innerHTML|outerHTML\s*=(?!=)|insertAdjacentHTML|document\.write"
)
HOSTS = re.compile(
    "|".join(("pypi" + r"\.org", "registry" + r"\.npmjs", "files" + r"\.pythonhosted", "npmjs" + r"\.com"))
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home)/[\w.-]+")
ADDRESSES = re.compile(r"""(?:https?|wss?)://(?!www\.w3\.org/)[^\s"'`<>)]+|["'(=]\s*//[\w-][^\s"'`<>)]*""")
TEMPLATE_USES = re.compile(r"""["']([a-z_]+/[\w/.-]+\.html)["']""")


def committed_files() -> list[Path]:
    """Files that git knows; empty outside of a repository."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    return [ROOT / name for name in told.decode().split("\0") if name and (ROOT / name).is_file()]


def sources(*folders: str, suffix: str = ".py") -> list[Path]:
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}") if "__pycache__" not in path.parts
    )


def templates() -> list[Path]:
    return sources("hefa", suffix=".html")


def is_junk(path: Path) -> bool:
    return path.stem.lower() in JUNK or path.parent.name.lower() in JUNK


def is_too_long(text: str) -> bool:
    return text.count("\n") > LONGEST_FILE


def inline_code(template: str) -> list[str]:
    """Scripts and styles that a strict content policy would refuse."""
    return INLINE.findall(template)


def taken_as_markup(source: str) -> list[str]:
    """Where a text could become markup: filters, marks and properties that take it for some."""
    return AS_MARKUP.findall(source)


def foreign_addresses(source: str) -> list[str]:
    """Addresses of others that a browser could load; the names of XML's vocabularies are no addresses."""
    return ADDRESSES.findall(source)


def string_foreign_keys(source: str) -> Iterator[str]:
    """Relations named by text, and models fetched by text: walls cannot be seen through them. "self" is oneself."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0] if node.args else None
        named = isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value != "self"
        if (name in RELATIONS and named) or name == "get_model":
            yield ast.unparse(node)


def undocumented(source: str) -> Iterator[str]:
    """Public functions and classes of a module that do not say what they do for the caller."""
    tree = ast.parse(source)
    if ast.get_docstring(tree) is None and tree.body:
        yield "the module itself"
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None and not (isinstance(node, ast.ClassDef) and _is_plain(node)):
            yield node.name


def _is_plain(node: ast.ClassDef) -> bool:
    """A dataclass or schema whose fields say all, an AppConfig, a migration."""
    told = " ".join(ast.unparse(part) for part in (*node.decorator_list, *node.bases))
    return any(word in told for word in ("dataclass", "BaseModel", "Schema", "AppConfig", "Migration"))


def used_templates(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in TEMPLATE_USES.findall(text)}


def foreign_places(text: str) -> list[str]:
    """Package registries and paths of some machine."""
    return HOSTS.findall(text) + MACHINE_PATHS.findall(text)
