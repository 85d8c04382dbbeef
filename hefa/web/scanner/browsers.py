"""Which browser is asking, as far as it matters for a camera: each hides the camera's permission elsewhere."""

from enum import StrEnum

IN_APPS = ("Line/", "FBAN/", "FBAV/", "Instagram", "MicroMessenger/", "; wv)")
"""What browsers inside of other programs say of themselves; `wv` is Android's own word for one."""


class Browser(StrEnum):
    """Where the help on the camera's permission opens."""

    IOS = "ios"
    ANDROID = "android"
    APP = "app"
    DESKTOP = "desktop"


def browser_of(user_agent: str) -> Browser:
    """By what a browser says of itself. An iPad that passes for a Mac gets the desktop's help; all are on the page."""
    if any(sign in user_agent for sign in IN_APPS):
        return Browser.APP
    if any(device in user_agent for device in ("iPhone", "iPad", "iPod")):
        return Browser.IOS
    return Browser.ANDROID if "Android" in user_agent else Browser.DESKTOP
