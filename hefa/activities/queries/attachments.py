"""附件 of an offering. The content stays sealed unless it is asked for."""

from uuid import UUID

from django.db.models import QuerySet

from hefa.activities.models import Attachment, Offering
from hefa.activities.names import AttachmentKind


def attachments_of(offering: Offering) -> QuerySet[Attachment]:
    """The attachments that stand, in their order, each with whoever added it; their content is not read."""
    standing = Attachment.objects.filter(offering=offering, removed_at__isnull=True)
    return standing.select_related("added_by").defer("content").order_by("position", "pk")


def removed_attachments(offering: Offering) -> QuerySet[Attachment]:
    """What was removed, latest first, with who added and who removed it; the content is not read."""
    removed = Attachment.objects.filter(offering=offering, removed_at__isnull=False)
    return removed.select_related("added_by", "removed_by").defer("content").order_by("-removed_at", "-pk")


def attachment_for(offering: Offering, public_id: UUID) -> Attachment | None:
    """One of the attachments that stand, by its id."""
    return attachments_of(offering).filter(public_id=public_id).first()


def has_signed_sheet(offering: Offering) -> bool:
    """Whether a 簽到表 is attached: hand rows then need no second officer."""
    return attachments_of(offering).filter(kind=AttachmentKind.SIGN_IN).exists()
