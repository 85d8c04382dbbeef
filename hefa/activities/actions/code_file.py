"""Take a whole code list over from a file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from hefa.activities.models import CodeListEntry
from hefa.activities.names import CodeList
from hefa.activities.rules.code_file import RefusedCode, read_codes
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb


@dataclass(frozen=True, slots=True)
class CodesReport:
    """What became of the lines of a file."""

    added: int
    changed: int
    unchanged: int
    refused: Sequence[RefusedCode]


@transaction.atomic
def import_codes(*, code_list: CodeList, content: bytes, actor: Actor, at: datetime) -> CodesReport:
    """Add new entries and bring known ones up to date; those that the file no longer names stay as they are.

    Raises UnreadableCodes.
    """
    lines, refused = read_codes(content)
    known = {entry.code: entry for entry in CodeListEntry.objects.select_for_update().filter(code_list=code_list)}
    fresh = [CodeListEntry(code_list=code_list, **asdict(line)) for line in lines if line.code not in known]
    differing = []
    for line in lines:
        entry = known.get(line.code)
        told = asdict(line)
        if entry is not None and any(getattr(entry, name) != value for name, value in told.items()):
            for name, value in told.items():
                setattr(entry, name, value)
            differing.append(entry)
    CodeListEntry.objects.bulk_create(fresh)
    CodeListEntry.objects.bulk_update(differing, fields=("label", "valid_from", "valid_until"))
    facts = {"list": code_list.value, "added": len(fresh), "changed": len(differing), "refused": len(refused)}
    record(at=at, actor=actor, verb=Verb.CODES_IMPORTED, subject_kind="code_list", subject_id=None, facts=facts)
    return CodesReport(len(fresh), len(differing), len(lines) - len(fresh) - len(differing), refused)
