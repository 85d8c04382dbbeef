"""What a browser never sends, and what somebody may: values, bodies, query strings and headers, drawn by hypothesis."""

from dataclasses import dataclass, replace
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

from tests.cast import an_id
from tests.web.fuzz.page_forms import Field, Form

BOUNDARY = b"a-boundary-of-the-fuzzer"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY.decode()}"
PLAUSIBLE = (
    "王小明",
    "1",
    "2",
    "10",
    "0.5",
    "115-11-24",
    "115-12-24",
    "2026-11-24",
    "09:30",
    "11:00",
    "2026-12-24T09:30",
    "02-1234-5678",
    "a@example.org",
    "erin",
    "alice",
    "原因說明",
    "355000000I",
    "6789",
    "Green-Water-2026",
    "https://example.org/",
    "123456",
    "Test02",
    "綠水縣",
    "115",
    "2026",
)
NASTY = (
    "",
    " ",
    "\0",
    "a\0b",
    "\x01\x1b\x7f",
    "\r\nSet-Cookie: a=b",
    "<script>alert(1)</script>",
    "'; DROP TABLE award;--",
    "=1+1",
    "../../etc/passwd",
    "%00",
    "{{ 7*7 }}",
    "\u202e\u2066",
    "👩‍👩‍👧",
    "a" + "\u0301" * 50,
    "٣",
    "１２３",
    "³",
    "½",
    "〇",
    "0",
    "-1",
    "-0",
    "1e309",
    "1e-400",
    "NaN",
    "Infinity",
    "-Infinity",
    "0x10",
    "1_000",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "99999999999999999999999",
    "1.0000000001",
    "0.001",
    "1000000",
    "115-02-30",
    "0-0-0",
    "999-12-31",
    "1-01-01",
    "-1-1-1",
    "9999-12-31",
    "0001-01-01",
    "99999-01-01",
    "8088-12-31",
    "115/13/45",
    "2026-02-30T25:61",
    "24:00",
    "23:59:60",
    "-1:00",
    "115-11-24 99:99",
    "6b1f7e0c-0000-4000-8000-000000000000",
    "not-a-uuid",
    "{6b1f7e0c000040008000000000000000}",
    "ORIGINAL",
    "all",
    "on",
    "字" * 400,
    "9" * 5000,
    "a" * 70_000,
    "，".join("王小明" for _ in range(300)),
    "a@" + "b" * 300,
    "null",
    "[]",
    "{}",
)
BYTES = (b"\xff\xfe", b"\xed\xa0\x80", b"a\xed\xa0\x80b", b"\xc0\x80", b"\xf5\x80\x80\x80", b"\x80")
FILES = (
    (b"", "text/csv", "empty.csv"),
    (b"\xef\xbb\xbfa,b\r\n1,2\r\n", "text/csv", "a.csv"),
    ("姓名,身分證統一編號\r\n王小明,{id}\r\n".encode(), "text/csv", "{id}.csv"),
    (b'a,"b\n\0' * 50, "text/csv", "broken.csv"),
    (b"PK\x03\x04" + b"\0" * 60, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a.xlsx"),
    (b"PK\x05\x06" + b"\0" * 18, "application/vnd.oasis.opendocument.spreadsheet", "a.ods"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "application/vnd.ms-excel", "a.xls"),
    (b"%PDF-1.7\n%%EOF", "application/pdf", "a.pdf"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image/png", "../../a.png"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml", "a.svg"),
    (b"GIF89a" + b"\xff" * 20, "application/octet-stream", "a" * 300),
    (b"HRF1" + b"\0" * 30, "application/octet-stream", "\u202ea"),
    (b"\xff\xfe\0\xd8" * 20, "text/plain; charset=utf-16", "a\0b.txt"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Accept-Language": "en;q=x,,*;q=-1," + "a-" * 200},
    {"Accept-Language": "\xff\xfe"},
    {"Range": "bytes=9-1,-,0-99999999999999999999"},
    {"If-None-Match": 'W/"x", "' + "a" * 2000},
    {"If-Modified-Since": "Sat, 31 Feb 99999 25:00:00 GMT", "If-None-Match": "*"},
    {"Accept": "application/json"},
    {"Accept-Encoding": "gzip;q=nonsense, br;q=1e9"},
    {"User-Agent": "Line/\0 " + "é" * 500},
    {"User-Agent": ""},
    {"X-Forwarded-For": "::1, 999.1.1.1, <script>", "X-Forwarded-Proto": "https"},
    {"Referer": "http://testserver/\xff"},
    {"Sec-Fetch-Dest": "empty", "X-Requested-With": "XMLHttpRequest"},
    {"Authorization": "Station x.y"},
    {"Cookie": "hefa-codes=%00.\xff; hefa-gate=a:b:c; hefa=" + "z" * 500},
    {"Cookie": "hefa=\0; messages=[[]]; =;;; hefa-csrf=x"},
)
QUERIES = (
    "",
    "page=0",
    "page=-1",
    "page=99999999999999999999",
    "page=%00",
    "page=%ED%A0%80",
    "page=1&page=x",
    "page=%EF%BC%91",
    "lang=en",
    "lang=%00",
    "lang=en&lang=zh",
    "%FF=%FE",
    "=&&;=",
    "q=%00",
    "q=" + "a" * 3000,
    "next=//example.org/",
    "next=%0d%0aSet-Cookie:x",
    "year=115",
    "year=-1",
    "year=99999999999",
    "year=x",
    "show=added",
    "since=9999-12-31T23:59:59Z",
    "since=x",
    "organiser=x",
    "kind=%00",
    "from_date=115-13-45",
    "another=1",
    "openExternalBrowser=1",
    "state=%00",
    "code=%ff",
    "page=" + "9" * 5000,
    "e=0",
    "o=-1.2",
    "p=99999999999",
    "all=",
    "verdict__exact=%00",
    "state__exact=x",
    "_to_field=x",
    "sought=%00&text=%00",
    "year=115&page=2",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get")


@dataclass(frozen=True, slots=True, repr=False)
class Sent:
    """One request, as bytes."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = URLENCODED
    headers: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        where = f"{self.method} {self.path}?{self.query[:200]}"
        return f"{where} {self.body[:500]!r} as {self.content_type!r} {str(self.headers)[:200]}"


ids = st.integers(0, 9_999_999).map(lambda number: an_id(number).value)
kinds_of_text = st.sampled_from(["plausible"] * 6 + ["nasty"] * 6 + ["bytes", "text", "id", "id"])


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """What may be typed into a field."""
    match draw(kinds_of_text):
        case "plausible":
            return draw(st.sampled_from(PLAUSIBLE)).encode()
        case "nasty":
            return draw(st.sampled_from(NASTY)).encode()
        case "bytes":
            return draw(st.sampled_from(BYTES))
        case "text":
            return draw(st.text(max_size=30)).encode("utf-8", "surrogatepass")
        case _:
            return draw(ids).encode()


@st.composite
def values(draw: st.DrawFn, one: Field, mood: str) -> list[bytes]:
    """What is sent under the name of this field: nothing, one value or several."""
    if mood == "ids" and not one.is_chosen and one.kind != "hidden":
        return [draw(ids).encode()]
    if mood in ("kept", "ids") or (mood == "some" and draw(st.integers(0, 3))):
        if one.kind == "text":
            return [one.values[0].encode() or draw(st.sampled_from(PLAUSIBLE)).encode()]
        return [draw(st.sampled_from(one.values)).encode()]
    match draw(st.integers(0, 9)):
        case 0:
            return []
        case 1:
            return [draw(texts()) for _ in range(draw(st.integers(2, 40)))]
        case 2:
            return [value.encode() for value in one.values * 2]
        case _:
            return [draw(texts())]


@st.composite
def forms_sent(draw: st.DrawFn, form: Form) -> Sent:
    """The form as somebody, or something, sends it."""
    mood = draw(st.sampled_from(["kept", "some", "some", "all", "ids"]))
    parts = [(one, value) for one in form.fields() for value in draw(values(one, mood))]
    if mood == "all" and draw(st.booleans()):
        parts.append(
            (Field(draw(st.sampled_from(["page", "x", "national_id", "__proto__", "名"])), "text", ("",)), b"1")
        )
    pairs = [(one.name.encode(), value) for one, value in parts if one.kind != "file"]
    if form.method == "GET":
        return Sent("GET", form.path, _urlencoded(pairs).decode())
    if not form.is_multipart:
        return Sent("POST", form.path, body=_urlencoded(pairs))
    files = [(one.name.encode(), draw(st.sampled_from(FILES)), draw(ids)) for one, _ in parts if one.kind == "file"]
    return Sent("POST", form.path, body=_multipart(pairs, files), content_type=MULTIPART)


@st.composite
def requests(draw: st.DrawFn, path: str, forms: list[Form]) -> Sent:
    """A request to this address: mostly one of its forms, sometimes with a wrong type, method, header or query."""
    sent = Sent("GET", path)
    if draw(st.integers(0, 5)) > 0 and forms:
        form: Form = draw(st.sampled_from(forms))
        sent = draw(forms_sent(form))
    match draw(st.integers(0, 9)):
        case 0:
            sent = replace(sent, method=draw(st.sampled_from(METHODS)))
        case 1:
            sent = replace(sent, content_type=draw(st.sampled_from(TYPES)), method="POST")
        case 2 | 3:
            sent = replace(sent, headers=tuple(draw(st.sampled_from(HEADERS)).items()))
        case 4 | 5:
            sent = replace(sent, query=draw(st.sampled_from(QUERIES)))
        case _:
            pass
    return sent


TYPES = (
    "",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    MULTIPART,
    "nonsense",
    "multipart/form-data; boundary=\xff",
    f"{URLENCODED}; charset=utf-16",
    f"{URLENCODED}; charset=no-such",
    "multipart/mixed; boundary=x",
    URLENCODED,
)


def _urlencoded(pairs: list[tuple[bytes, bytes]]) -> bytes:
    return "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs).encode()


def _multipart(pairs: list[tuple[bytes, bytes]], files: list[tuple[bytes, tuple[bytes, str, str], str]]) -> bytes:
    lines = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (BOUNDARY, name, value)
        for name, value in pairs
    ]
    for name, (content, kind, file_name), number in files:
        told = file_name.replace("{id}", number).encode()
        content = content.replace(b"{id}", number.encode())
        head = b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n'
        lines.append(head % (BOUNDARY, name, told, kind.encode()) + content + b"\r\n")
    return b"".join(lines) + b"--%s--\r\n" % BOUNDARY
