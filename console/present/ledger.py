"""Pure: the ledger: actions that are in doubt or under way, temporary mitigations, and what was done before."""

from collections.abc import Sequence
from typing import NamedTuple

from console.incident.clock import clock_time, short_span
from console.incident.deed import Deed
from console.incident.events import Instant
from console.incident.state import State
from widgets.text import safe_text
from widgets.values import Choice, Tone

MOST = 50
"""Actions that are shown."""
DOUBT, UNDER_WAY, OPEN, OVER = range(4)
_TONES = {"improved": Tone.OK, "worse": Tone.BAD, "failed": Tone.BAD, "unchanged": Tone.WARN, "unknown": Tone.UNKNOWN}


class Entry(NamedTuple):
    """An action in the ledger: `kind` is DOUBT, UNDER_WAY, OPEN (a mitigation that nobody undid or owns) or OVER."""

    kind: int
    deed: Deed


def entries(state: State) -> list[Entry]:
    """Return the actions, what waits for somebody first, then the newest."""
    found = [Entry(_kind(deed), deed) for deed in state.actions.values() if deed.step not in {"planned", "declined"}]
    return sorted(found, key=lambda each: (each.kind, -each.deed.begun))


def _kind(deed: Deed) -> int:
    if deed.is_in_doubt:
        return DOUBT
    if deed.is_under_way:
        return UNDER_WAY
    return OPEN if deed.is_open else OVER


def _over(deed: Deed) -> str:
    return f"owned by {deed.owner}" if deed.settled == "owned" else deed.settled or deed.step


def choices(found: Sequence[Entry], now: Instant) -> list[Choice]:
    """Return the rows of the ledger; a row's key is the action's id."""
    return [_choice(each, now) for each in found]


def _choice(each: Entry, now: Instant) -> Choice:
    deed = each.deed
    word, tone = {
        DOUBT: ("? IN DOUBT", Tone.BAD),
        UNDER_WAY: ("➤ " + deed.step, Tone.ACTION),
        OPEN: (f"↶ to be undone or owned · {deed.step}", _TONES.get(deed.step, Tone.WARN)),
        OVER: (f"· {_over(deed)}", Tone.MUTED if deed.settled else _TONES.get(deed.step, Tone.MUTED)),
    }[each.kind]
    who = f"{clock_time(deed.begun)}Z by {deed.by}, {short_span(now - deed.begun)} ago, in {deed.context}"
    told = f"{deed.text}. {who}" if deed.text else who
    return Choice(deed.id, safe_text(f"{word} · {deed.verb} {deed.target}", 160), safe_text(told, 600), tone)
