"""What a file is, told by its content and never by its name."""

from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from hefa.activities.names import FileType

BY_FIRST_BYTES = ((b"%PDF-", FileType.PDF), (b"\xff\xd8\xff", FileType.JPEG), (b"\x89PNG\r\n\x1a\n", FileType.PNG))
BY_PART = (("word/document.xml", FileType.DOCX), ("xl/workbook.xml", FileType.XLSX))
OPEN_DOCUMENTS = {
    FileType.ODT.content_type.encode(): FileType.ODT,
    FileType.ODS.content_type.encode(): FileType.ODS,
}
LONGEST_MIMETYPE = 100


def file_type_of(content: bytes) -> FileType | None:
    """PDF, JPEG, PNG, Word, Excel, ODT or ODS; None for anything else, and for documents that carry macros."""
    for beginning, known in BY_FIRST_BYTES:
        if content.startswith(beginning):
            return known
    return _document(content) if content.startswith(b"PK\x03\x04") else None


def is_heic(content: bytes) -> bool:
    """Whether it is a picture as iPhones keep it."""
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def _document(content: bytes) -> FileType | None:
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
            if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names):
                return None
            if "mimetype" in names:
                return OPEN_DOCUMENTS.get(_mimetype(parts))
            return next((known for part, known in BY_PART if part in names), None)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return None


def _mimetype(parts: ZipFile) -> bytes:
    """What the document says of itself; the format wants it stored as it is, so nothing is unpacked here."""
    told = parts.getinfo("mimetype")
    if told.compress_type != ZIP_STORED or told.file_size > LONGEST_MIMETYPE:
        return b""
    return parts.read(told)
