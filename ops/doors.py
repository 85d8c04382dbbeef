"""Every address of the site and whom it answers, as its view declares it; docs/reference/doors.md is made of it."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from hefa.organisers.names import Duty
from hefa.web.scanner.asking import Stations
from hefa.web.shell.audience import Audience

READ = ("GET", "HEAD")
FORM = (*READ, "POST")
WHO = {
    Audience.EVERYONE: "everyone",
    Audience.HOLDER: "whoever holds the code, the pass or the lent phone",
    Audience.LEARNER: "whoever is logged in",
    Audience.OFFICER: "officer",
    Audience.OPERATOR: "operator",
    Audience.STATION: "station",
}
PROVEN = {None: "", "sending": "to send", "reading": "to read"}
WHAT_TO_ADD = (
    "Each view says whom it answers: put one of everyone, holder_only, learner_only, officer_only(Duty.…) or "
    "operator_only of hefa/web/shell/audience.py on top of it (in the scan API: auth=Stations(…)). Until then it is "
    "refused to everybody (hefa/web/shell/default_deny.py). It also says its methods: require_safe, "
    "require_http_methods or form_target."
)


@dataclass(frozen=True, slots=True)
class Door:
    """An address. `audience` is None where the view does not say; `proven` tells what needs a fresh proof.

    `is_form_target`: it takes a form, and sends readers on to that form's page.
    """

    name: str
    address: str
    audience: Audience | None
    duty: Duty | None
    stations: tuple[Stations, ...]
    methods: tuple[str, ...]
    proven: str | None
    is_form_target: bool
    pattern: URLPattern

    @property
    def who(self) -> str:
        """Who may come in, in words."""
        if self.audience is None:
            return "nobody: it is not declared"
        if self.duty is not None:
            return f"auditor ({self.duty.label})" if self.duty == Duty.AUDIT else f"officer with {self.duty.label}"
        return WHO[self.audience] + "".join(_of_station(asked) for asked in self.stations)


def doors() -> list[Door]:
    """All of them, by address."""
    return sorted(_doors(get_resolver(), (), ""), key=lambda door: (door.address, door.name))


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Address, name, who may come in, methods and proof, for the page."""
    for door in doors():
        yield f"`/{door.address}`", f"`{door.name}`", door.who, " ".join(door.methods), PROVEN[door.proven]


def _doors(resolver: URLResolver, namespaces: tuple[str, ...], prefix: str) -> Iterator[Door]:
    for one in resolver.url_patterns:
        address = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*namespaces, one.namespace) if one.namespace else namespaces
            yield from _doors(one, inner, address)
        else:
            yield _door(one, ":".join((*namespaces, str(one.name))), address)


def _door(one: URLPattern, name: str, address: str) -> Door:
    told: dict[str, Any] = vars(one.callback)
    operations = _kept_by(one.callback, "self").operations if told.get("audience") == Audience.STATION else ()
    return Door(
        name=name,
        address=address,
        audience=told.get("audience"),
        duty=told.get("duty"),
        stations=tuple(auth for operation in operations for auth in operation.auth_callbacks),
        methods=tuple(method for operation in operations for method in operation.methods) or _methods(one.callback),
        proven=told.get("freshly_proven"),
        is_form_target=_guard(one.callback, "page") is not None,
        pattern=one,
    )


def _methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """What the decorators in front of a view let through: require_http_methods and its kin, or form_target."""
    allowed = _guard(view, "request_method_list")
    if allowed is not None:
        return tuple(allowed)
    return FORM if _guard(view, "page") is not None else ("any",)


def _guard(view: Callable[..., Any], name: str) -> Any:
    """What the first of a view's decorators that was given something of that name was given."""
    guard: Callable[..., Any] | None = view
    while guard is not None:
        if (kept := _kept_by(guard, name)) is not None:
            return kept
        guard = getattr(guard, "__wrapped__", None)
    return None


def _kept_by(view: Callable[..., Any], name: str) -> Any:
    """What a decorator was given and its function keeps."""
    return inspect.getclosurevars(view).nonlocals.get(name) if inspect.isfunction(view) else None


def _of_station(asked: Stations) -> str:
    told = f" with {asked.right.label}" if asked.right is not None else ""
    told += ", also after its end" if asked.after_end else ""
    return told + (", also without its PIN" if asked.idle else "")
