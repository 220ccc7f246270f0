"""Pure: tracks as people see them: rows of a list."""

from console.incident.clock import from_now, short_span
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.tracking import running
from console.incident.tracks import Track
from widgets.text import safe_text
from widgets.values import Choice, Tone


def choices(incident: Incident, now: Instant) -> list[Choice]:
    """Return the tracks, those that go on first, whose report is due first in front; a row's key is the name."""
    over = [each for each in incident.tracks.values() if each.closed is not None]
    return [_choice(each, now) for each in (*running(incident), *over)]


def _choice(track: Track, now: Instant) -> Choice:
    late = track.closed is None and now >= track.due
    if track.closed is not None:
        when = f"over {short_span(now - track.closed)} ago"
    else:
        when = f"report {from_now(track.due, now)}"
    tone = Tone.MUTED if track.closed is not None else Tone.BAD if late else Tone.PLAIN
    told = f"{track.question} - {track.last}" if track.last else track.question
    return Choice(track.name, safe_text(f"{track.name} · {track.lead} · {when}", 160), safe_text(told, 600), tone)
