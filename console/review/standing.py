"""Pure: what who takes over has to know beyond the facts: what was tried, what may still go wrong, what comes next."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from console.incident.clock import short_span, utc_iso
from console.incident.decision import PROPOSED
from console.incident.deed import Deed
from console.incident.events import Instant
from console.incident.offers import Offer
from console.incident.record import COMMANDER, Incident
from console.incident.relations import deeds_of
from console.incident.state import State
from console.incident.tasking import inherited, open_tasks

_NEVER_SENT = frozenset({"planned", "declined", "refused", "cancelled"})
MOST_TRIED = 12


class Standing(NamedTuple):
    """What was tried (with its verdict), what may still go wrong, and what has to be decided; sentences."""

    tried: tuple[Deed, ...]
    risks: tuple[str, ...]
    upcoming: tuple[str, ...]


def standing(state: State, incident: Incident, now: Instant) -> Standing:
    """Gather it from the state; nothing is guessed."""
    deeds = deeds_of(state, incident.id)
    tried = tuple(each for each in deeds if each.step not in _NEVER_SENT)
    return Standing(tried[-MOST_TRIED:], tuple(_risks(state, incident, deeds, now)), tuple(_upcoming(incident, now)))


def _risks(state: State, incident: Incident, deeds: Sequence[Deed], now: Instant) -> Iterator[str]:
    told = _told(incident)
    if told is not None and told.risks:
        yield f"{told.by}: {told.risks}"
    for deed in deeds:
        if deed.is_in_doubt:
            yield f"nobody knows what became of {deed.verb} {deed.target}: check it"
        elif deed.is_open:
            yield f"{deed.verb} {deed.target} is still in place: to be undone or owned"
    for task in open_tasks(incident):
        if task.due < now:
            yield f"{task.person} is {short_span(now - task.due)} late: {task.text}"
    for origin, task in inherited(state, incident):
        yield f"{task.person} still has {task.id} of {origin}, which was merged into this: {task.text}"
    if incident.live:
        broken = [f"{service} {word}" for service, word in state.unwell]
        if broken:
            yield f"not well yet: {', '.join(broken)}"


def _upcoming(incident: Incident, now: Instant) -> Iterator[str]:
    told = _told(incident)
    if told is not None and told.coming:
        yield told.coming
    for each in incident.decisions.values():
        if each.state == PROPOSED and each.objections:
            last = each.objections[-1]
            yield f"{each.id} {each.text} ({last.by} objects: {last.why}; answer it first)"
        elif each.state == PROPOSED:
            waits = f"objections for {short_span(each.until - now)} more" if each.until > now else "to be taken"
            yield f"{each.id} {each.text} ({waits})"
        elif each.again_at is not None:
            when = f"in {short_span(each.again_at - now)}" if each.again_at > now else "now"
            yield f"look again at {each.id} {each.option} {when}"


def _told(incident: Incident) -> Offer | None:
    """Return what the one who hands over says: while it is offered, and after it was taken."""
    return incident.offers.get(COMMANDER, incident.handed)


def standing_parts(value: Standing, now: Instant) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each part that has something in it: its title and its sentences, for whatever shows them."""
    if value.tried:
        yield "What was tried", tuple(_tried(deed, now) for deed in value.tried)
    if value.risks:
        yield "Risks", value.risks
    if value.upcoming:
        yield "Next decision", value.upcoming


def _tried(deed: Deed, now: Instant) -> str:
    result = f": {deed.text}" if deed.text else ""
    return f"{deed.verb} {deed.target} ({deed.step}, {short_span(now - deed.begun)} ago by {deed.by}){result}"


def standing_lines(value: Standing, now: Instant, text: Callable[[str], str]) -> Iterator[str]:
    """Yield the parts of the brief as Markdown; `text` escapes."""
    for title, sentences in standing_parts(value, now):
        yield from ("", f"## {title}", "")
        yield from (f"- {text(each)}" for each in sentences)


def standing_json(value: Standing) -> dict[str, Any]:
    """Return it as JSON values; instants are RFC 3339 in UTC."""
    return {
        "tried": [
            {
                "id": deed.id,
                "verb": deed.verb,
                "target": deed.target,
                "step": deed.step,
                "text": deed.text or None,
                "by": deed.by,
                "begun": utc_iso(deed.begun),
            }
            for deed in value.tried
        ],
        "risks": list(value.risks),
        "next_decision": list(value.upcoming),
    }
