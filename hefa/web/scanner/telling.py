"""What a station is told of its offering and of the time, in the API's JSON."""

from datetime import datetime
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.queries import GateCounts
from hefa.awards.rules.items import write_mark
from hefa.keys.ring import ring
from hefa.stations.queries import StationPass
from hefa.web.scanner.schemas import CountsOut, SettingsOut, WindowOut, hours_out


def settings_out(offering: Offering) -> SettingsOut:
    """The hours with their version, the scan window and which codes the activity takes."""
    opens, closes = offering.scan_window
    return SettingsOut(
        version=offering.hours_version,
        hours=hours_out(offering.hours),
        window=WindowOut(opens=opens, closes=closes),
        policy=offering.activity.scan_policy,
    )


def counts_out(counts: GateCounts) -> CountsOut:
    """The counters of an offering."""
    return CountsOut(awarded=counts.awarded, reviews=counts.reviews, enrolled=counts.enrolled)


def mark_out(station: StationPass, boot: UUID, at: datetime) -> str:
    """The server's time, sealed for this station and boot."""
    return write_mark(ring("mark").current[1], station=station.public_id, boot=boot, at=at)
