"""The profiles that may be used: those of the house and those that operators made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hefa.base.roc import format_roc_datetime
from hefa.paperwork.models import ExportProfile
from hefa.paperwork.names import ROSTER_LABELS, FileKind, Portal
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.rules import Profile


@dataclass(frozen=True, slots=True)
class HeldProfile:
    """A profile as an operator sees it. Those of the house (`shipped`) can be copied and switched, never edited."""

    profile: Profile
    shipped: bool
    active: bool
    version: int
    based_on: str

    @property
    def target(self) -> str:
        """What the file is for, in words."""
        return Portal(self.profile.portal).label if self.profile.portal else "名單"

    @property
    def kind_label(self) -> str:
        return FileKind(self.profile.kind).label


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """One line of a profile's history."""

    version: int
    active: bool
    note: str
    edited_on: str
    edited_by: str


def offered_profiles() -> Mapping[str, Profile]:
    """What an officer may choose, by code: those of the house first. One statement."""
    return {code: held.profile for code, held in held_profiles().items() if held.active}


def held_profiles() -> Mapping[str, HeldProfile]:
    """Every profile by code, switched off or not; `version` is the latest that was stored, 0 when none was."""
    latest = {one.code: one for one in ExportProfile.objects.order_by("code", "-version").distinct("code")}
    held = {}
    for code, profile in PROFILES.items():
        row = latest.pop(code, None)
        held[code] = HeldProfile(profile, True, row.active if row else True, row.version if row else 0, "")
    for code, row in latest.items():
        profile = Profile.from_data({**row.data, "version": row.version})
        held[code] = HeldProfile(profile, False, row.active, row.version, row.based_on)
    return held


def profile_labels() -> Mapping[str, str]:
    """The name of every profile there is or was, and of the rosters, by code. One statement."""
    return ROSTER_LABELS | {code: held.profile.label for code, held in held_profiles().items()}


def profile_history(code: str) -> Sequence[ProfileChange]:
    """What operators did to a profile, the latest first. One statement."""
    rows = ExportProfile.objects.filter(code=code).select_related("edited_by").order_by("-version")
    return [
        ProfileChange(row.version, row.active, row.note, format_roc_datetime(row.edited_at), row.edited_by.name)
        for row in rows
    ]
