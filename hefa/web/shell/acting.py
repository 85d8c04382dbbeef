"""For which of its offices a login acts: the officer chooses (切換身分), the session remembers."""

from uuid import UUID

from django.http import HttpRequest

KEPT = "acting_for"
ORIGINAL = UUID(int=0)
"""原始身分: the person alone, for no office."""


def acting_for(request: HttpRequest) -> UUID | None:
    """The public id of the office that was chosen; ORIGINAL for none of them, None when nothing was chosen."""
    kept = request.session.get(KEPT)
    return UUID(kept) if kept else None


def act_for(request: HttpRequest, office: UUID | None) -> None:
    """Remember the choice. The session gets a new key, as whenever somebody's rights change."""
    request.session[KEPT] = str(office) if office else ""
    request.session.cycle_key()
