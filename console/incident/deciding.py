"""Pure: deciding together: propose, object, take, withdraw, look again; and the reports of those at work."""

from collections.abc import Sequence

from console.incident.clock import MINUTE, parse_duration, short_span
from console.incident.decision import PROPOSED, TAKEN, Decision
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import Entries, dated, incident_of, working
from console.incident.names import next_name
from console.incident.proposals import (
    CanReported,
    DecisionObjected,
    DecisionProposed,
    DecisionRevisited,
    DecisionTaken,
    DecisionWithdrawn,
)
from console.incident.roles import named_person
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text

WAIT = MINUTE
"""How long (ms) strong objections are waited for where nobody says otherwise."""


def span_of(text: str) -> int:
    """Return ms of "1m", "30s"; 0 for "0" and for nothing; Refused for anything else."""
    plain = text.strip()
    return 0 if plain in {"", "0", "0s", "0m"} else parse_duration(plain)


def rejected_of(text: str) -> tuple[str, str]:
    """Return an option and why it was rejected, written "scale up: too slow"; Refused where the why is missing."""
    option, _, why = (part.strip() for part in text.partition(": "))
    if not option or not why:
        message = f"'{text.strip()}' does not say why it was rejected: write it as \"scale up: too slow\"."
        raise Refused(message)
    return option, why


def propose(  # noqa: PLR0913 - everything that belongs to a decision
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    reason: str = "",
    *,
    actor: str,
    now: Instant,
    options: Sequence[str] = (),
    rejected: Sequence[tuple[str, str]] = (),
    by: str = "",
    wait: int = WAIT,
    again: int = 0,
    occurred_at: Instant | None = None,
) -> Entries:
    """Put a decision to the others for `wait` ms, 0 takes it at once; after `again` ms it is looked at again."""
    incident = working(state, id)
    proposal = next_name("p", incident.decisions)
    said = clean_text(text, "decision")
    weighed = tuple(pair for pair in rejected if pair[0] != said)
    others = tuple(each for each in dict.fromkeys(options) if each != said and each not in dict(weighed))
    decider = named_person("decider", by) if by.strip() else ""
    fact = DecisionProposed(
        proposal, said, clean_optional(reason), others, weighed, decider, max(0, wait), max(0, again)
    )
    at = dated(incident, occurred_at, now)
    made = (Entry(fact, actor, id, at),)
    if wait > 0:
        return made
    again_at = (now if at is None else at) + again if again > 0 else None
    return (*made, Entry(DecisionTaken(proposal, said, decider or actor, again_at), actor, id, at))


def _proposal(state: State, incident_id: str, proposal: str, wanted: str = PROPOSED) -> Decision:
    """Return a proposal that is still open (or a decision that was taken), or refuse."""
    decisions = working(state, incident_id).decisions
    found = decisions.get(proposal.strip().lower())
    if found is not None and found.state == wanted:
        return found
    known = ", ".join(f"{each.id} {each.text}" for each in decisions.values() if each.state == wanted) or "none"
    said = f"{found.id} is {found.state} already" if found is not None else f"there is no proposal '{proposal}'"
    word = "open" if wanted == PROPOSED else "taken"
    message = f"{said}; {word}: {known}."
    raise Refused(message)


def object_to(
    state: State,
    id: str,  # noqa: A002 - the word for it
    proposal: str,
    why: str,
    *,
    actor: str,
    by: str = "",
) -> Entries:
    """Object to a proposal; it is not taken until somebody has answered that."""
    found = _proposal(state, id, proposal)
    who = clean_optional(by, "name")
    return (Entry(DecisionObjected(found.id, clean_text(why, "objection"), who, found.event), actor, id),)


def take(  # noqa: PLR0913 - which option, by whom and in spite of what
    state: State,
    id: str,  # noqa: A002 - the word for it
    proposal: str,
    option: str = "",
    *,
    actor: str,
    now: Instant,
    by: str = "",
    despite: str = "",
) -> Entries:
    """Take a proposal, or another of its options; objections need a reason why it is taken in spite of them."""
    found = _proposal(state, id, proposal)
    if now < found.until:
        message = (
            f"{found.id} can be taken in {short_span(found.until - now)}: so long the others may object. "
            "Withdraw it and decide at once (objections 0) where that is too long."
        )
        raise Refused(message)
    chosen = option.strip() or found.text
    if chosen not in found.choices:
        message = f"{found.id} has no option '{chosen}': {'; '.join(found.choices)}."
        raise Refused(message)
    reason = clean_optional(despite)
    if found.objections and not reason:
        last = found.objections[-1]
        message = f"{last.by} objects to {found.id}: {last.why}. Say why it is taken all the same, or withdraw it."
        raise Refused(message)
    decider = clean_optional(by, "name") or found.by or actor
    again_at = now + found.again if found.again > 0 else None
    heard = len(found.objections)
    fact = DecisionTaken(found.id, chosen, decider, again_at, heard, reason if heard else "", found.event)
    return (Entry(fact, actor, id),)


def withdraw(state: State, id: str, proposal: str, reason: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Take a proposal off the table."""
    found = _proposal(state, id, proposal)
    return (Entry(DecisionWithdrawn(found.id, clean_optional(reason), found.event), actor, id),)


def look_again(
    state: State,
    id: str,  # noqa: A002 - the word for it
    proposal: str,
    found: str,
    again: int = 0,
    *,
    actor: str,
    now: Instant,
) -> Entries:
    """Say what a second look at a decision found, and in how long (ms, 0 never) it is looked at next."""
    decision = _proposal(state, id, proposal, TAKEN)
    if decision.again_at is None:
        message = f"nobody wants to look at {decision.id} again; write a note instead."
        raise Refused(message)
    next_look = now + again if again > 0 else None
    fact = DecisionRevisited(decision.id, clean_text(found, "finding"), next_look, decision.event)
    return (Entry(fact, actor, id),)


def report_can(
    state: State,
    id: str,  # noqa: A002 - the word for it
    conditions: str,
    doing: str = "",
    needs: str = "",
    *,
    actor: str,
    by: str = "",
) -> Entries:
    """Record a report from somebody at work: conditions, actions, needs."""
    incident_of(state, id)
    parts = (clean_text(conditions, "report"), clean_optional(doing, "report"), clean_optional(needs, "report"))
    return (Entry(CanReported(*parts, clean_optional(by, "name")), actor, id),)
