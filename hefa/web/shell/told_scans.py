"""Scans as a phone writes them in JSON (scan protocol, part 2), whichever way they come: by network or in a file."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from hefa.awards.names import ScanKind, ScanSource
from hefa.awards.rules.items import Mark, ScanItem
from hefa.base.normal_form import half_width

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
CodeText = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
Milliseconds = Annotated[float, Field(ge=0, le=1e13, allow_inf_nan=False)]
LARGEST = 2**31 - 1
Counter = Annotated[int, Field(ge=0, le=LARGEST)]
Instant = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), le=datetime(2100, 1, 1, tzinfo=UTC))]
LONGEST_REF = 1200
"""A reference carries, sealed, a name of up to a hundred characters."""


class ItemIn(BaseModel):
    """One scan, as a phone stored it before it showed anything."""

    scan_id: UUID
    boot: UUID
    seq: Counter
    offering: UUID
    kind: Literal["award", "in", "out", "undo"]
    code: CodeText | None = None
    code_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    typed: Annotated[str, StringConstraints(max_length=20, pattern=r"^[^\x00]*$")] | None = None
    learner_ref: Annotated[str, StringConstraints(max_length=LONGEST_REF)] | None = None
    undoes: UUID | None = None
    reason: Words = ""
    source: Literal["camera", "wedge", "picture", "typed", "hand"]
    t_dev: Instant
    t_mono: Milliseconds
    mark: Annotated[str, StringConstraints(max_length=80)] | None = None
    mark_mono: Milliseconds | None = None
    local: Annotated[str, StringConstraints(max_length=40, pattern=r"^(awarded|pending|refused:[A-Z_]{1,30})$")]
    settings: Counter

    @model_validator(mode="after")
    def says_one_thing(self) -> "ItemIn":
        """An undo names its scan and a reason; everything else exactly one of the four ways to a person."""
        told = [one for one in (self.code, self.code_hash, self.typed, self.learner_ref) if one is not None]
        if self.kind != "undo" and (len(told) != 1 or self.undoes is not None):
            raise ValueError("a scan of somebody names exactly one of code, code_hash, typed, learner_ref")
        if self.kind == "undo" and (told or self.undoes is None or not self.reason):
            raise ValueError("an undo names the scan it undoes and a reason")
        if (self.typed is not None) != (self.source == "typed") or (self.learner_ref is not None) != (
            self.source == "hand" and self.kind != "undo"
        ):
            raise ValueError("the source does not fit the way to the person")
        return self

    def item(self) -> ScanItem:
        return ScanItem(
            scan_id=self.scan_id,
            boot=self.boot,
            seq=self.seq,
            offering=self.offering,
            kind=ScanKind(self.kind),
            source=ScanSource(self.source),
            t_dev=self.t_dev,
            t_mono=self.t_mono,
            settings=self.settings,
            local=self.local,
            code=self.code,
            foreign_digest=bytes.fromhex(self.code_hash) if self.code_hash else None,
            typed=half_width(self.typed) if self.typed is not None else None,
            learner_ref=self.learner_ref,
            undoes=self.undoes,
            reason=self.reason,
            mark=Mark(self.mark, self.mark_mono) if self.mark and self.mark_mono is not None else None,
        )
