"""Files taken in by Alice for the offering of today."""

from collections.abc import Callable

import pytest

from hefa.organisers.models import Officer
from hefa.paperwork.actions import stage_upload
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadKind
from tests.cast import NOW, World

Stage = Callable[..., Upload]


@pytest.fixture
def stage(world: World) -> Stage:
    """Take a file in."""

    def staged(content: bytes, kind: UploadKind = UploadKind.TEMPLATE, officer: Officer | None = None) -> Upload:
        return stage_upload(
            kind=kind,
            offering=None if kind == UploadKind.ENV_BATCH else world.offering,
            file_name="list.csv",
            content=content,
            officer=officer or world.alice,
            at=NOW,
        )

    return staged
