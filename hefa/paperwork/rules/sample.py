"""A profile tried on invented people, for whoever edits it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from hefa.base.hours import Hours
from hefa.paperwork.names import FileKind
from hefa.paperwork.rules.profile import Profile
from hefa.paperwork.rules.rows import LineFacts, OfferingFacts
from hefa.paperwork.rules.sheet import Sheet, part_name

SAMPLE_OFFERING = OfferingFacts(
    roc_year=115,
    name="溪流生態與水質檢測",
    code="River01",
    number=1,
    category="345",
    county="10",
    starts_at=datetime(2026, 3, 24, 1, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 24, 4, 0, tzinfo=UTC),
    method="1",
    summary="認識溪流生物與棲地環境，並動手檢測水質",
    place="綠水溪親水公園",
    course_code="EC11500001",
)
SAMPLE_LINES = (
    LineFacts(
        award=UUID(int=1),
        national_id="A123456789",
        id_last4="6789",
        name="王小明",
        unit_code="355000000I",
        unit_name="綠水縣政府環境保護局",
        hours=Hours.of(0, 3),
        state="reviewed",
        state_label="已覆核",
        source_label="掃描",
        awarded_at=datetime(2026, 3, 24, 4, 1, tzinfo=UTC),
    ),
    LineFacts(
        award=UUID(int=2),
        national_id="F131104093",
        id_last4="4093",
        name="Sayun‧Nomin",
        unit_code="A09000000E",
        unit_name="藍山國家公園管理處",
        hours=Hours.of("1.5", 1),
        state="reviewed",
        state_label="已覆核",
        source_label="掃描",
        awarded_at=datetime(2026, 3, 24, 4, 2, tzinfo=UTC),
    ),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """The file name and the first lines as they would be written, and what stands against the rows, in words."""

    file_name: str
    lines: Sequence[str]
    problems: Sequence[str]


def preview(profile: Profile) -> Preview:
    """The header and two invented people under this profile. Cells of a workbook are parted by a bar."""
    sheet = Sheet(profile, SAMPLE_OFFERING)
    workbook = profile.kind != FileKind.CSV
    lines = [" | ".join(sheet.header)] if workbook else [_decoded(profile, sheet.head())] if profile.header else []
    problems = [finding.sentence for finding in sheet.offering_findings if finding.blocking]
    for line in SAMPLE_LINES:
        number = len(lines)
        if workbook:
            lines += [" | ".join(map(str, row)) for row in sheet.cells(line, number=number) or []]
        else:
            lines += [_decoded(profile, row) for row in sheet.rows(line, number=number) or []]
        problems += [finding.sentence for finding in sheet.findings(line) if finding.blocking]
    name = part_name(profile, SAMPLE_OFFERING, first=1, last=len(SAMPLE_LINES), alone=True)
    return Preview(name, lines[:3], list(dict.fromkeys(problems)))


def _decoded(profile: Profile, line: bytes) -> str:
    return line.decode(profile.encoding).removeprefix("\ufeff").rstrip("\r\n")
