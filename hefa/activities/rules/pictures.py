"""Photographs lose what they tell of the person behind the camera."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from hefa.activities.names import FileType

MOST_PIXELS = 50_000_000
ORIENTATION = 0x0112


class NoPicture(ValueError):
    """It cannot be opened as the picture that it begins like, or has more pixels than are taken."""


def without_traces(content: bytes, file_type: FileType) -> bytes:
    """The same picture without place, time, device or anybody's name; only which side is up stays. Raises NoPicture."""
    kept = Image.Exif()
    cleaned = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=[file_type.name]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPicture
            if side := picture.getexif().get(ORIENTATION):
                kept[ORIENTATION] = side
            profile = picture.info.get("icc_profile")
            quality = {"quality": "keep"} if picture.format == "JPEG" else {}
            picture.save(cleaned, file_type.name, exif=kept, icc_profile=profile, **quality)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise NoPicture from None
    return cleaned.getvalue()
