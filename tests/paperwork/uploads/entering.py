"""Confirm an upload, enter all of it, and count what became of its rows."""

from datetime import datetime

from hefa.organisers.models import Officer
from hefa.paperwork.actions import (
    confirm_upload,
    enter_next_chunk,
)
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadPurpose
from tests.cast import NOW


def confirm(upload: Upload, officer: Officer, *, note: str = "", at: datetime = NOW) -> bool:
    """For the sign-in; False when it was decided before."""
    return confirm_upload(
        upload=upload, purpose=UploadPurpose.SIGN_IN, purpose_note=note, alone=20, officer=officer, at=at
    )


def enter_all(*, at: datetime = NOW, most: int = 1000) -> None:
    """As the timetable does, until nothing is due."""
    while enter_next_chunk(at=at, most=most):
        pass


def counts(upload: Upload) -> tuple[str, int, int, int, int, int]:
    """State, then rows: faulty, entered, under another name, awarded already, refused."""
    upload.refresh_from_db()
    return (upload.state, upload.faulty, upload.entered, upload.name_differs, upload.already, upload.refused)
