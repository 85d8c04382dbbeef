"""Small files of every kind, as officers have them."""

from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from hefa.activities.names import FileType

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GPS_IFD, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def a_photograph(*, form: str = "JPEG", side: int = 6, shade: int = 90) -> bytes:
    """A picture that tells where, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Nokia 3310"
    exif[ORIENTATION] = side
    exif.get_ifd(GPS_IFD)[2] = (24.0, 30.0, 0.0)
    out = BytesIO()
    Image.new("RGB", (40, 20), (shade, 160, 120)).save(out, form, exif=exif)
    return out.getvalue()


def a_document(*parts: str, mimetype: str = "") -> bytes:
    """A zipped document with these parts."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "<x/>")
    return out.getvalue()


DOCX = a_document("[Content_Types].xml", "word/document.xml")
XLSX = a_document("[Content_Types].xml", "xl/workbook.xml")
XLSM = a_document("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")
ODT = a_document("content.xml", mimetype=FileType.ODT.content_type)
ODS = a_document("content.xml", mimetype=FileType.ODS.content_type)
ODS_WITH_MACRO = a_document("content.xml", "Basic/Standard/Module1.xml", mimetype=FileType.ODS.content_type)
HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(40)
