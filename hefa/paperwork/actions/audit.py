"""查核: draw a sample, look at what was drawn, take the 佐證資料包."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import MD5, Cast, Concat

from hefa.activities.models import Attachment, Offering
from hefa.activities.names import FileType
from hefa.activities.queries import attachments_of
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.roc import format_roc_datetime
from hefa.organisers.models import Officer, Organiser
from hefa.paperwork.models import AuditBundle, AuditSample
from hefa.paperwork.prints.typeset import pdf
from hefa.paperwork.queries import evidence_of

LARGEST_PICTURE = 1_500_000
LARGEST_PICTURES = 6_000_000
PICTURES = {FileType.JPEG: "jpg", FileType.PNG: "png"}


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """The PDF as it leaves, and the record of it."""

    bundle: AuditBundle
    content: bytes


@transaction.atomic
def draw_sample(
    *,
    officer: Officer,
    offerings: QuerySet[Offering],
    size: int,
    seed: str,
    roc_year: int | None,
    of_organiser: Organiser | None,
    at: datetime,
) -> AuditSample:
    """Draw `size` of the offerings that ended before `at`. The same seed draws the same of the same offerings."""
    ended = offerings.filter(ends_at__lte=at)
    drawn = ended.annotate(draw=MD5(Concat(Value(seed), Cast("public_id", CharField())))).order_by("draw", "pk")
    sample = AuditSample.objects.create(
        organiser=officer.organiser,
        drawn_at=at,
        drawn_by=officer.account,
        seed=seed,
        size=size,
        population=ended.count(),
        roc_year=roc_year,
        of_organiser=of_organiser,
        offerings=list(drawn.values_list("public_id", flat=True)[:size]),
    )
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.AUDIT_SAMPLED,
        subject_kind="audit_sample",
        subject_id=sample.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"seed": seed, "size": size, "population": sample.population},
    )
    return sample


def note_opened(*, officer: Officer, offering: Offering, what: str, at: datetime) -> None:
    """Note that an auditor looked at an offering of somebody else, at which part of it."""
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.AUDIT_OPENED,
        subject_kind="offering",
        subject_id=offering.public_id,
        organiser_id=offering.activity.organiser.public_id,
        facts={"what": what, "office": str(officer.public_id)},
    )


@transaction.atomic
def take_bundle(*, officer: Officer, offering: Offering, purpose: str, at: datetime) -> MadeBundle:
    """Make the 佐證資料包 of an offering and remember that it left, with its hash. Raises FontsMissing."""
    evidence = evidence_of(offering)
    data = {
        **evidence,
        "purpose": purpose,
        "taken_by": f"{officer.organiser.name} {officer.account.name}",
        "taken_on": format_roc_datetime(at),
        "pictures": _pictures(offering),
    }
    content = pdf("evidence", data, at=at)
    bundle = AuditBundle.objects.create(
        offering=offering,
        organiser=officer.organiser,
        purpose=purpose,
        rows=len(evidence["people"]),
        file_name=f"佐證資料包_{offering.activity.code}_{offering.number}.pdf",
        sha256=sha256(content).hexdigest(),
        taken_at=at,
        taken_by=officer.account,
    )
    note_opened(officer=officer, offering=offering, what=f"bundle {bundle.sha256}", at=at)
    return MadeBundle(bundle, content)


def _pictures(offering: Offering) -> list[dict[str, object]]:
    """The attached photographs and scans as bytes for the print, as long as they are of a size that prints."""
    shown: list[dict[str, object]] = []
    left = LARGEST_PICTURES
    standing = Attachment.objects.filter(pk__in=attachments_of(offering).values("pk"), file_type__in=list(PICTURES))
    for attachment in standing.filter(size__lte=LARGEST_PICTURE).order_by("position", "pk"):
        if attachment.size <= left:
            left -= attachment.size
            kind = PICTURES[FileType(attachment.file_type)]
            shown.append({"name": attachment.file_name, "format": kind, "bytes": list(attachment.content)})
    return shown
