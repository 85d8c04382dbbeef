"""Read a personal code from a picture that a phone could not read itself (old phones, in-app browsers)."""

from typing import IO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""What phones and screens make. Of the forty that the library knows, one starts another program (EPS: Ghostscript)."""


class PictureProblem(ValueError):
    """The picture cannot be read; the text says why in the words of the page."""


def read_code(picture: IO[bytes], *, size: int) -> str | None:
    """The text of the QR code nearest the centre, None when there is none. The picture is kept nowhere.

    Raises PictureProblem for a file over 12 MB, over 50 million pixels, or no picture at all.
    """
    if size > MOST_BYTES:
        raise PictureProblem("圖片超過 12 MB，請改用較小的圖片")
    try:
        with Image.open(picture, formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureProblem("圖片太大，請改用較小的圖片")
            opened.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("L")
    except PictureProblem:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureProblem("這不是可以讀取的圖片，請選 JPEG 或 PNG 圖片") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    found = zxingcpp.read_barcodes(upright, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    centre = (upright.width / 2, upright.height / 2)
    nearest = min(found, key=lambda code: _distance(code, centre), default=None)
    return nearest.text if nearest else None


def _distance(code: zxingcpp.Barcode, centre: tuple[float, float]) -> float:
    corners = (code.position.top_left, code.position.bottom_right)
    x, y = (sum(corner.x for corner in corners) / 2, sum(corner.y for corner in corners) / 2)
    return (x - centre[0]) ** 2 + (y - centre[1]) ** 2
