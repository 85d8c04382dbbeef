"""The picture of a code: version 2, level M, quiet zone of four, and it reads back."""

import re
from io import BytesIO

import zxingcpp
from PIL import Image

from hefa.base import qr

DIGITS = "0123456789" * 6 + "012"


def test_the_png_reads_back_and_is_version_2_level_m() -> None:
    picture = Image.open(BytesIO(qr.png(DIGITS)))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == DIGITS
    assert found.ec_level == "M"
    assert picture.size == (660, 660)


def test_the_svg_path_covers_the_same_modules_as_the_png() -> None:
    picture = Image.open(BytesIO(qr.png(DIGITS))).convert("L")
    painted = [[False] * qr.SIDE for _ in range(qr.SIDE)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", qr.svg(DIGITS)):
        for dark in range(int(width)):
            painted[int(y)][int(x) + dark] = True
    middle = qr.PIXELS_A_MODULE // 2
    step = qr.PIXELS_A_MODULE
    expected = [
        [picture.getpixel((x * step + middle, y * step + middle)) == 0 for x in range(qr.SIDE)] for y in range(qr.SIDE)
    ]
    assert painted == expected


def test_four_modules_around_stay_white() -> None:
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)", qr.modules_path(DIGITS))]
    assert min(x for x, _, _ in runs) == min(y for _, y, _ in runs) == 4
    assert max(x + width for x, _, width in runs) == max(y + 1 for _, y, _ in runs) == 29
