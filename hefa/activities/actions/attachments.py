"""附件: add, open and remove the files of an offering."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from hefa.accounts.models import Account
from hefa.activities.actions.notes import note
from hefa.activities.models import Attachment, Offering
from hefa.activities.names import AttachmentKind, FileType
from hefa.activities.queries import attachments_of
from hefa.activities.rules import (
    LARGEST_ATTACHMENT,
    MOST_ATTACHMENTS,
    NoPicture,
    file_type_of,
    is_heic,
    without_traces,
)
from hefa.audit.names import Actor, Verb

PICTURES = (FileType.JPEG, FileType.PNG)


class AttachmentRefused(ValueError):
    """A file that is not taken; the message is the sentence to show."""


class ReasonMissing(ValueError):
    """An attachment is removed for a reason."""


@transaction.atomic
def add_attachment(
    *, offering: Offering, kind: AttachmentKind, content: bytes, description: str = "", account: Account, at: datetime
) -> Attachment:
    """Seal a file and keep it with the offering; photographs lose their traces first. Raises AttachmentRefused."""
    file_type, kept = accepted_file(content)
    Offering.objects.select_for_update(of=("self",)).get(pk=offering.pk)
    taken = set(attachments_of(offering).values_list("position", flat=True))
    free = next((position for position in range(1, MOST_ATTACHMENTS + 1) if position not in taken), None)
    if free is None:
        raise AttachmentRefused(f"每一期最多 {MOST_ATTACHMENTS} 個附件，請先移除不需要的附件。")
    digest = sha256(kept).hexdigest()
    if attachments_of(offering).filter(sha256=digest, kind=kind).exists():
        raise AttachmentRefused("這個檔案已經上傳過了。")
    attachment = Attachment(
        offering=offering,
        kind=kind,
        position=free,
        note=description.strip(),
        file_type=file_type,
        content=kept,
        size=len(kept),
        sha256=digest,
        added_at=at,
        added_by=account,
    )
    attachment.save(force_insert=True)
    _note(Verb.ATTACHMENT_ADDED, attachment, account, at, kind=kind.value, sha256=digest)
    return attachment


def accepted_file(content: bytes) -> tuple[FileType, bytes]:
    """What a file is and what of it is kept, for whatever room keeps it. Raises AttachmentRefused."""
    if not content:
        raise AttachmentRefused("這是空的檔案。")
    if len(content) > LARGEST_ATTACHMENT:
        raise AttachmentRefused("每個附件最多 10 MB，請縮小檔案後再上傳。")
    if is_heic(content):
        raise AttachmentRefused(
            "不接受 HEIC 照片，請轉成 JPEG 後再上傳（iPhone 可於「設定 > 相機 > 格式」選「最相容」）。"
        )
    file_type = file_type_of(content)
    if file_type is None:
        raise AttachmentRefused("不接受這種檔案。請上傳 PDF、JPEG、PNG、Word、Excel、ODT 或 ODS（不含巨集）。")
    if file_type not in PICTURES:
        return file_type, content
    try:
        kept = without_traces(content, file_type)
    except NoPicture:
        raise AttachmentRefused("這張照片無法開啟或太大，請重新存成 JPEG 後再上傳。") from None
    if len(kept) > LARGEST_ATTACHMENT:
        raise AttachmentRefused("每個附件最多 10 MB，請縮小檔案後再上傳。")
    return file_type, kept


@transaction.atomic
def open_attachment(*, attachment: Attachment, account: Account, at: datetime) -> bytes:
    """The content, for somebody who may see it; noted."""
    _note(Verb.ATTACHMENT_OPENED, attachment, account, at, sha256=attachment.sha256)
    return attachment.content


@transaction.atomic
def remove_attachment(*, attachment: Attachment, reason: str, account: Account, at: datetime) -> bool:
    """Show it no more. False when somebody else has removed it already. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    standing = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True)
    if not standing.update(removed_at=at, removed_by=account, remove_reason=reason.strip()):
        return False
    _note(Verb.ATTACHMENT_REMOVED, attachment, account, at, kind=attachment.kind, sha256=attachment.sha256)
    return True


def _note(verb: Verb, attachment: Attachment, account: Account, at: datetime, **facts: str) -> None:
    told: dict[str, str] = {"attachment": str(attachment.public_id), **facts}
    note(verb, attachment.offering, Actor.account(account.public_id), at, **told)
