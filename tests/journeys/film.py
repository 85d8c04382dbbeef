"""Films for Chromium's fake camera: motion JPEG, thirty frames a second, a phone in a hall held before the lens."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image

FRAMES_A_SECOND = 30
SIZE = (1280, 720)
HALL = (120, 130, 125)
TILT_DEGREES = 5
LONG_AFTER_SECONDS = 90
"""The film begins anew after its end; nobody is scanned again before a test is over."""


def drawn(text: str) -> bytes:
    """A personal code as a printed card shows it."""
    out = BytesIO()
    segno.make(text, mode="numeric", version=2, error="m", micro=False).save(out, kind="png", scale=14, border=4)
    return out.getvalue()


def film(
    path: Path, pictures: Sequence[bytes], *, codes_a_second: float = 3, empty_seconds: float = 0, pause: float = 0
) -> Path:
    """Write the film: an empty hall, each picture for its share of a second, and a long empty hall again.

    `pause` seconds of empty hall follow each picture.
    """
    hall = _frame(None)
    with path.open("wb") as file:
        file.write(hall * round(empty_seconds * FRAMES_A_SECOND))
        for picture in pictures:
            file.write(_frame(picture) * round(FRAMES_A_SECOND / codes_a_second))
            file.write(hall * round(pause * FRAMES_A_SECOND))
        file.write(hall * LONG_AFTER_SECONDS * FRAMES_A_SECOND)
    return path


def _frame(picture: bytes | None) -> bytes:
    frame = Image.new("RGB", SIZE, HALL)
    if picture is not None:
        shown = Image.open(BytesIO(picture)).convert("RGB").rotate(TILT_DEGREES, expand=True, fillcolor="white")
        shown.thumbnail((SIZE[1] - 40, SIZE[1] - 40))
        frame.paste(shown, ((SIZE[0] - shown.width) // 2, (SIZE[1] - shown.height) // 2))
    out = BytesIO()
    frame.save(out, "JPEG", quality=85)
    return out.getvalue()
