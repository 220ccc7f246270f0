"""Where an incident stood at a moment, from the log alone; opens no screen and nothing to write."""

from console.incident.clock import Clock
from console.incident.events import Instant
from console.journal.reading import LogReader
from console.replay.moments import moment
from console.replay.recording import events_until, read_recording
from console.review.brief import Brief, brief
from console.settings import Settings
from console.wiring import own, shipped


def brief_then(settings: Settings, clock: Clock, incident: str, at: str) -> tuple[Brief | None, Instant]:
    """Return where an incident stood at a moment (None: it was not declared yet), and the moment."""
    reader = LogReader(settings.log_dir)
    try:
        found = read_recording(settings.log_dir, reader, incident, clock())
    finally:
        reader.close()
    wanted = moment(at, found.extent)
    when = min(wanted, found.extent.last)
    state = found.tape.state(when)
    if incident not in state.incidents:
        return None, wanted
    events = events_until(settings.log_dir, incident, when)
    scheme, house = shipped.scheme(settings), own.house(settings)
    return brief(state, state.incidents[incident], when, scheme=scheme, events=events, house=house), when
