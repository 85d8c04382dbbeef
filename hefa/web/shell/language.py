"""Pages that visitors from abroad need are told in two languages; `?lang=en` chooses, a cookie remembers."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Language = Literal["zh", "en"]
COOKIE = "hefa-lang"
A_YEAR = 365 * 24 * 3600


class Words(Mapping[str, str]):
    """One language of a two-language word list; templates write `{{ words.key }}`, a missing key is an error."""

    def __init__(self, pairs: Mapping[str, tuple[str, str]], language: Language) -> None:
        self._pairs = pairs
        self._side = 0 if language == "zh" else 1

    def __getitem__(self, key: str) -> str:
        return self._pairs[key][self._side]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)


def language_of(request: HttpRequest) -> Language:
    """The language asked for in the address, else the remembered one, else 正體中文."""
    wanted = request.GET.get("lang") or request.COOKIES.get(COOKIE)
    return "en" if wanted == "en" else "zh"


def bilingual(view: View[P]) -> View[P]:
    """Mark a view that speaks both languages: a choice made in its address is remembered for a year."""

    @wraps(view)
    def remembering(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.GET.get("lang") in ("zh", "en"):
            response.set_cookie(
                COOKIE,
                request.GET["lang"],
                max_age=A_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return remembering
