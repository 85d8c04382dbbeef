"""Draw QR codes: a personal code's 63 digits as version 2, level M, and addresses; four white modules around each."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

import segno

QUIET: Final = 4
SIDE: Final = 25 + 2 * QUIET
PIXELS_A_MODULE: Final = 20


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: the side of its square in modules, white ones included, and the path over the dark ones."""

    side: int
    path: str

    @property
    def svg(self) -> str:
        """The whole picture, black on white."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.side} {self.side}" '
            f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{self.side}v{self.side}H0z"/>'
            f'<path d="{self.path}"/></svg>'
        )


def modules_path(text: str) -> str:
    """The `d` of an SVG path over all dark modules, in a picture of SIDE x SIDE units."""
    return _path(_code(text))


def svg(text: str) -> str:
    """A whole picture to save or to print, black on white."""
    return Drawn(SIDE, modules_path(text)).svg


def address_picture(address: str) -> Drawn:
    """An address for a poster, with enough to spare for a torn corner (level Q)."""
    code = segno.make_qr(address, error="q", boost_error=False)
    return Drawn(len(code.matrix) + 2 * QUIET, _path(code))


def png(text: str) -> bytes:
    """The same as a PNG of 660 x 660 pixels."""
    picture = BytesIO()
    _code(text).save(picture, kind="png", scale=PIXELS_A_MODULE, border=QUIET)
    return picture.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, version=2, error="m", mode="numeric", boost_error=False)


def _path(code: segno.QRCode) -> str:
    return "".join(_row_path(row, y) for y, row in enumerate(code.matrix))


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
