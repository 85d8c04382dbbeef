"""Draw a code's 63 digits as a QR code, version 2, level M, with the quiet zone of four modules around it."""

from io import BytesIO
from typing import Final

import segno

QUIET: Final = 4
SIDE: Final = 25 + 2 * QUIET
PIXELS_A_MODULE: Final = 20


def modules_path(text: str) -> str:
    """The `d` of an SVG path over all dark modules, in a picture of SIDE x SIDE units."""
    return "".join(_row_path(row, y) for y, row in enumerate(_code(text).matrix))


def svg(text: str) -> str:
    """A whole picture to save or to print, black on white."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{SIDE}v{SIDE}H0z"/><path d="{modules_path(text)}"/></svg>'
    )


def png(text: str) -> bytes:
    """The same as a PNG of 660 x 660 pixels."""
    picture = BytesIO()
    _code(text).save(picture, kind="png", scale=PIXELS_A_MODULE, border=QUIET)
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, version=2, error="m", mode="numeric", boost_error=False)


def _row_path(row: bytearray, y: int) -> str:
    path = ""
    x = 0
    while x < len(row):
        end = x
        while end < len(row) and row[end]:
            end += 1
        if end > x:
            path += f"M{x + QUIET} {y + QUIET}h{end - x}v1h{x - end}z"
        x = max(end, x + 1)
    return path
