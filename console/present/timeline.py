"""Pure: events as rows of the timeline. The log's text is shown as it stands, with its corrections over it."""

import re
from collections.abc import Mapping
from datetime import tzinfo
from typing import NamedTuple

from console.incident.action import STEPS
from console.incident.clock import clock_time
from console.incident.events import Instant
from console.incident.state import State
from widgets.text import safe_text
from widgets.values import TimelineRow, Tone

LONGEST = 600
"""Characters of a row's text; the details show all of it."""


class Look(NamedTuple):
    """How a kind of event is drawn."""

    glyph: str
    tone: Tone


LOOKS: Mapping[str, Look] = {
    "declared": Look("■", Tone.BAD),
    "acknowledged": Look("✔", Tone.INFO),
    "status": Look("▶", Tone.INFO),
    "severity": Look("▲", Tone.WARN),
    "timestamp": Look("◷", Tone.MUTED),
    "role.assigned": Look("+", Tone.ACCENT),
    "role.released": Look("-", Tone.ACCENT),
    "role.offered": Look("?", Tone.ACCENT),
    "role.accepted": Look("+", Tone.ACCENT),
    "role.declined": Look("-", Tone.WARN),
    "escalation.reached": Look("☏", Tone.WARN),
    "escalation.answered": Look("☏", Tone.INFO),
    "escalation.jumped": Look("☏", Tone.ACTION),
    "escalation.stopped": Look("☏", Tone.MUTED),
    "party.contacted": Look("☏", Tone.HUMAN),
    "track.opened": Look("»", Tone.ACTION),
    "track.reported": Look("»", Tone.HUMAN),
    "track.closed": Look("»", Tone.OK),
    "note": Look("•", Tone.HUMAN),
    "decision": Look("◆", Tone.ACTION),
    "decision.proposed": Look("◇", Tone.ACTION),
    "decision.objected": Look("!", Tone.WARN),
    "decision.taken": Look("◆", Tone.ACTION),
    "decision.withdrawn": Look("◇", Tone.MUTED),
    "decision.revisited": Look("◆", Tone.MUTED),
    "tree": Look("◇", Tone.ACCENT),
    "cause": Look("◆", Tone.INFO),
    "hypothesis": Look("?", Tone.ACCENT),
    "hypothesis.moved": Look("?", Tone.INFO),
    "hypothesis.set": Look("?", Tone.MUTED),
    "weighed": Look("?", Tone.HUMAN),
    "why.asked": Look("?", Tone.MUTED),
    "why": Look("?", Tone.HUMAN),
    "why.struck": Look("?", Tone.MUTED),
    "factor": Look("◆", Tone.HUMAN),
    "factor.judged": Look("◆", Tone.INFO),
    "factor.set": Look("◆", Tone.MUTED),
    "can": Look("•", Tone.ACCENT),
    "update": Look("»", Tone.ACCENT),
    "checklist": Look("✔", Tone.MUTED),
    "action_item": Look("+", Tone.ACTION),
    "action_item.changed": Look("•", Tone.ACTION),
    "action_item.moved": Look("✔", Tone.ACTION),
    "postmortem": Look("▶", Tone.INFO),
    "review": Look("◷", Tone.INFO),
    "learnt": Look("↓", Tone.INFO),
    "health": Look("●", Tone.INFO),
    "exported": Look("↓", Tone.MUTED),
    "change": Look("◇", Tone.CHANGE),
    "action": Look("➤", Tone.ACTION),
    "mitigation": Look("↶", Tone.ACTION),
    "related": Look("▶", Tone.INFO),
    "classified": Look("▲", Tone.INFO),
    "evidence": Look("■", Tone.HUMAN),
    "ioc": Look("■", Tone.HUMAN),
    "impact": Look("▲", Tone.HUMAN),
    "complaint": Look("☏", Tone.WARN),
    "rated": Look("•", Tone.MUTED),
    "evidence.kept": Look("■", Tone.HUMAN),
    "evidence.missed": Look("■", Tone.WARN),
    "evidence.handled": Look("■", Tone.MUTED),
    "field": Look("•", Tone.MUTED),
    "maintenance.started": Look("◷", Tone.WARN),
    "maintenance.ended": Look("◷", Tone.MUTED),
    "drill.begun": Look("▷", Tone.ACCENT),
    "drill.ended": Look("□", Tone.ACCENT),
    "console.opened": Look("·", Tone.MUTED),
    "console.closed": Look("·", Tone.MUTED),
}
_OTHER = Look("·", Tone.PLAIN)
_STEPS = {
    "improved": Look("✔", Tone.OK),
    "unchanged": Look("➤", Tone.WARN),
    "worse": Look("✖", Tone.BAD),
    "unknown": Look("?", Tone.UNKNOWN),
    "failed": Look("✖", Tone.BAD),
    "refused": Look("✖", Tone.WARN),
    "in": Look("?", Tone.BAD),
}
"""By the first word of the step; "in" is "in doubt"."""
_HEALTH = {
    "ok": Look("●", Tone.OK),
    "degraded": Look("▲", Tone.WARN),
    "down": Look("✖", Tone.BAD),
    "unknown": Look("?", Tone.UNKNOWN),
}


_ACTION = re.compile(rf"(\S+ \S+) ({'|'.join(sorted(STEPS))})(:.*)?$", re.DOTALL)
"""What was done to what, the step, and what that tells."""


class RawRow(NamedTuple):
    """What the log says of an event, as the timeline needs it."""

    key: str
    occurred_at: Instant
    actor: str
    kind: str
    text: str
    pinned: bool = False
    incident: str = ""


def timeline_row(
    raw: RawRow, state: State, refused: Mapping[str, str], tz: tzinfo | None, here: str = ""
) -> TimelineRow:
    """Return one saved row; `refused` is event key -> why it does not hold.

    `here` is the incident that the console is about: what belongs to another one says so.
    """
    correction = state.corrections.get(raw.key)
    text = _step_first(raw) if correction is None or correction.text is None else correction.text
    at = raw.occurred_at if correction is None or correction.occurred_at is None else correction.occurred_at
    why = refused.get(raw.key, "")
    look = look_of(raw.kind, raw.text)
    return TimelineRow(
        key=raw.key,
        time=clock_time(at, tz),
        glyph=look.glyph,
        tone=look.tone,
        who=safe_text(raw.actor, 40),
        text=safe_text(_placed(f"{text} (refused: {why})" if why else text, raw.incident, state, here), LONGEST),
        state="refused" if why else "saved",
        pinned=state.is_pinned(raw.key, born=raw.pinned),
        corrected=correction is not None,
    )


def _placed(text: str, incident: str, state: State, here: str) -> str:
    """Return the text with the number of the incident that it belongs to, where that is another; not what is secret."""
    if not here or incident in {"", here}:
        return text
    found = state.incidents.get(incident)
    codename = "" if found is None else found.codename
    return f"[{incident.rpartition('-')[2]}] {f'({codename})' if codename else text}"


def _step_first(raw: RawRow) -> str:
    """Return the text; of an action what became of it comes first: a narrow row tells that, too."""
    found = _ACTION.match(raw.text) if raw.kind == "action" else None
    return f"{found[2]}: {found[1]}{found[3] or ''}" if found else raw.text


def saving_row(key: str, at: Instant, actor: str, kind: str, text: str, tz: tzinfo | None) -> TimelineRow:
    """Return the row of an entry that is not on the disk yet."""
    look = look_of(kind, text)
    return TimelineRow(
        key, clock_time(at, tz), look.glyph, look.tone, safe_text(actor, 40), safe_text(text, LONGEST), "saving"
    )


def look_of(kind: str, text: str) -> Look:
    """Return how an event is drawn: health by where it went ("api ok -> down: ..."), an action by its step."""
    if kind == "action":
        words = text.split(maxsplit=3)
        return _STEPS.get(words[2].rstrip(":") if words[2:] else "", LOOKS["action"])
    if kind == "health":
        after = text.partition(" -> ")[2].partition(":")[0]
        return _HEALTH.get(after, LOOKS["health"])
    return LOOKS.get(kind, _OTHER)
