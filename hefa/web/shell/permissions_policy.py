"""Tell browsers which powers the pages use: none, unless a view asks for one (the scanner: the camera)."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Permissions-Policy"
NOTHING = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "usb",
    )
)
PASSKEYS = NOTHING.replace("publickey-credentials-get=()", "publickey-credentials-get=(self)")
CAMERA = NOTHING.replace("camera=()", "camera=(self)")


class PermissionsPolicyMiddleware:
    """Adds the header to every answer that does not carry its own. A view with a camera sets it to CAMERA."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response
