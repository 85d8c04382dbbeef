"""The one provider of OpenID Connect that the settings may name (HEFA_OIDC_…), as authlib speaks to it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from joserfc.errors import JoseError
from requests import RequestException

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures of the provider's own key. What it might also offer (none, HS256) is not taken."""
TIMEOUT_SECONDS = 10


class ProviderFailed(Exception):
    """The provider does not answer, says no, or what it sends does not hold."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the provider has let in: its issuer and its own name for the person. Nothing else of it is used."""

    issuer: str
    subject: str


def is_provider_there() -> str:
    """What the button is called; empty when no provider is set."""
    return settings.HEFA_OIDC["name"] if settings.HEFA_OIDC["issuer"] else ""


def to_provider(request: HttpRequest, back: str) -> HttpResponseRedirect:
    """Send the visitor to the provider, with state, nonce and a PKCE challenge kept in the session."""
    try:
        answer: HttpResponseRedirect = _client().authorize_redirect(request, back)
    except (RequestException, OAuthError, RuntimeError, ValueError) as error:
        raise ProviderFailed from error
    return answer


def from_provider(request: HttpRequest) -> Subject:
    """Whom the provider sends back: code, state, nonce, issuer, audience, times and signature hold. ProviderFailed."""
    try:
        told = _client().authorize_access_token(request).get("userinfo")
    except (RequestException, OAuthError, JoseError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise ProviderFailed from error
    if not told or not told.get("sub"):
        raise ProviderFailed
    return Subject(issuer=str(told["iss"]), subject=str(told["sub"]))


def _client() -> Any:
    told = settings.HEFA_OIDC
    client = _registered(told["issuer"], told["client_id"], told["client_secret"])
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != told["issuer"]:
        raise ValueError("the provider calls itself otherwise")
    offered = metadata.get("id_token_signing_alg_values_supported", SIGNED_BY)
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED_BY]
    return client


@cache
def _registered(issuer: str, client_id: str, client_secret: str) -> Any:
    return OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": TIMEOUT_SECONDS},
    )
