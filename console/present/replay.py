"""Pure: what a replay shows of itself: the banner that cannot be missed, and the tape with its marks."""

from collections.abc import Sequence
from typing import NamedTuple

from console.incident.clock import DAY, clock_time, short_span, utc_iso
from console.incident.events import Instant
from console.present.figures import text_span
from console.present.snapshot import LogSeen
from widgets.values import HeaderValue, Line, Span, Tone


class Moment(NamedTuple):
    """Where a replay stands: `begin`..`end` (ms) is the incident, `last` the last that can be gone to.

    `live`: the end is the present. `caught_up`: the replay goes with it.
    """

    at: Instant
    begin: Instant
    end: Instant
    last: Instant
    speed: int = 1
    playing: bool = False
    live: bool = False
    caught_up: bool = False


def how(moment: Moment) -> str:
    """Return how it plays: "paused", "▶ 10x"."""
    return f"▶ {moment.speed}x" if moment.playing else "paused"


def left(moment: Moment) -> str:
    """Return how far the end is: "12m to end", "at the end", "3d after the end"."""
    goal = "now" if moment.live else "end"
    if moment.at < moment.end:
        return f"{short_span(moment.end - moment.at)} to {goal}"
    if moment.at >= moment.last:
        return "this is now" if moment.live else "at the end"
    return f"{short_span(moment.at - moment.end)} after the end"


def banner(moment: Moment, log: LogSeen, incident: str) -> Line:
    """Return the line that says what this is, the most important first: 40 cells have room for the first parts."""
    state = "LIVE: this is now" if moment.caught_up else f"{how(moment)}, {left(moment)}"
    trouble = (log.chain_detail,) if log.chain == "broken" else ()
    doubts = [*(f"LOG CHANGED {each}" for each in trouble), *log.problems]
    more = f" and {len(doubts) - 1} more (6)" if doubts[1:] else ""
    return (
        Span(f"REPLAY {clock_time(moment.at)}Z ", Tone.STRONG),
        Span(state),
        *((Span("   ▲ ", Tone.STRONG), text_span(f"{doubts[0]}{more}", Tone.STRONG, 300)) if doubts else ()),
        Span(f"   {utc_iso(moment.at)[:10]} {incident}, as it was known then"),
    )


def replayed(value: HeaderValue, moment: Moment, log: LogSeen, incident: str) -> HeaderValue:
    """Return the header of the room of then, under the banner of the replay."""
    broken = log.chain == "broken"
    told = banner(moment, log, incident)
    return value._replace(banner=told, banner_tone=Tone.BAD if broken else Tone.UNKNOWN, merged=False)


def track(moment: Moment, marks: Sequence[Instant], width: int) -> Line:
    """Return the tape in `width` cells: its ends, what is behind, where it stands, and where the marks are."""
    first, end = _stop(moment.begin, moment), _stop(moment.end, moment)
    room = max(4, width - len(first) - len(end) - 2)
    span = max(1, moment.end - moment.begin)

    def cell(at: Instant) -> int:
        return min(room - 1, max(0, (at - moment.begin) * room // span))

    marked = {cell(at) for at in marks if moment.begin <= at <= moment.end}
    here = cell(moment.at)
    parts: list[Span] = [Span(f"{first} ", Tone.MUTED)]
    for index in range(room):
        if index == here:
            parts.append(Span("●" if moment.at <= moment.end else "▸", Tone.STRONG))
        elif index in marked:
            parts.append(Span("┿" if index < here else "┼", Tone.ACTION))
        else:
            parts.append(Span("━" if index < here else "─", Tone.ACCENT if index < here else Tone.MUTED))
    return (*_joined(parts), Span(f" {end}", Tone.MUTED))


def _stop(at: Instant, moment: Moment) -> str:
    """Return an end of the tape, with its day where the incident took longer than one."""
    day = f"{utc_iso(at)[5:10]} " if moment.end - moment.begin >= DAY else ""
    return f"{day}{clock_time(at)[:5]}Z"


def _joined(parts: Sequence[Span]) -> Sequence[Span]:
    """Put neighbours of one tone together."""
    out: list[Span] = []
    for part in parts:
        if out and out[-1].tone == part.tone:
            out[-1] = Span(out[-1].text + part.text, part.tone)
        else:
            out.append(part)
    return out
