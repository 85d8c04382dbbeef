"""What a request tells of the device that it comes from: its address, and in words its browser and place."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Macintosh", "Mac"), ("Linux", "Linux"))  # fmt: skip
"""The first mark that a browser's own description holds; later ones are held by what copies them."""


def address_of(request: HttpRequest) -> str:
    """The address that the request came from: told by our own proxy where there is one."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HEFA_IS_BEHIND_PROXY else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def place_of(request: HttpRequest) -> str:
    """The address, coarsely: half of one of IPv4, three groups of one of IPv6."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return "不明"
    parts = address.exploded.split("." if address.version == 4 else ":")
    return f"{parts[0]}.{parts[1]}.*.*" if address.version == 4 else f"{':'.join(parts[:3])}:*"


def browser_of(request: HttpRequest) -> str:
    """Family and system of the browser: Chrome（Windows）."""
    told = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in told), "其他瀏覽器")
    system = next((name for mark, name in SYSTEMS if mark in told), "")
    return f"{browser}（{system}）" if system else browser
