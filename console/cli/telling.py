"""What a command line says of actions: the card, the revisions, an offer, each as lines or as plain values."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from console.actions.places import shown
from console.actions.requests import disclosed
from console.actions.revisions import Choice
from console.incident.action import Plan, Wanted
from console.incident.clock import short_span
from console.incident.errors import Refused
from console.incident.events import Instant
from console.present.card import card_about, card_context, card_lines, card_title


def card_text(plan: Plan) -> Iterator[str]:
    """Yield the lines of a card."""
    yield card_title(plan)
    for line in (card_context(plan), card_about(plan), *card_lines(plan)):
        yield "".join(span.text for span in line).rstrip()


def choice_lines(found: Sequence[Choice], now: Instant) -> Iterator[str]:
    """Yield a line for each revision; a star marks the proposal."""
    for one in found:
        age = short_span(max(now - one.at, 0)) if one.at is not None else "?"
        mark = "*" if one.proposed else " "
        told = f"{one.state}: {one.why}" if one.why else one.state
        cause = f"  ({one.cause})" if one.cause else ""
        yield f"{mark} r{one.revision:<4} {age:>5}  {', '.join(one.images)}  {told}{cause}"


def revision(found: Sequence[Choice], asked: str) -> Choice:
    """Return the revision that is meant: by its number (13, r13), its name or its uid; Refused with what there is."""
    word = asked.removeprefix("r") if asked.removeprefix("r").isdecimal() else asked
    for one in found:
        if word in {str(one.revision), one.name, one.uid}:
            return one
    known = ", ".join(f"r{one.revision}" for one in found) or "none"
    raise Refused(f"there is no revision {asked}: there is {known}.")


def card_document(plan: Plan) -> dict[str, Any]:
    """Return a card as plain values."""
    request = disclosed(plan.request) if plan.request else None
    return {
        "summary": plan.summary,
        "target": plan.wanted.target._asdict(),
        "server": plan.server,
        "who": plan.who,
        "production": plan.production,
        "typed": plan.typed,
        "blocked": bool(plan.blocked),
        "changes": [one._asdict() for one in plan.changes],
        "findings": [one._asdict() for one in plan.findings],
        "request": request._asdict() if request else None,
        "undo": json.loads(plan.undo.as_json()) if plan.undo else None,
    }


def is_final(plan: Plan) -> bool:
    """Whether the card asks for the name for its own sake, not only for that of the context."""
    verb = plan.wanted.verb
    to_nothing = verb == "scale" and not plan.wanted.value.strip("0")  # "00" is a zero, too
    return to_nothing or (verb in {"delete", "evict"} and "owner" not in plan.guard)


def command(wanted: Wanted) -> str:
    """Return the command that does what is offered."""
    if wanted.undoes:
        return f"warroom act undo {wanted.undoes}"
    place = f" -n {wanted.target.namespace}" if wanted.target.namespace else ""
    return f"warroom act {wanted.verb} {shown(wanted.target)}{place} --context {wanted.target.context}"
