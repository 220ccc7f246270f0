"""What is typed into the filter: words, and marks such as kind:note or by:alice."""

from console.incident.codec import known_kind
from console.incident.state import State
from console.journal.matching import Match

USAGE = "words, kind:note, by:alice, incident:INC-..., pinned"


def parse_filter(text: str, state: State) -> Match | None:
    """Return what to match, None for everything; Refused where a mark makes no sense."""
    words: list[str] = []
    wanted: set[str] = set()
    actor = incident = ""
    pinned: frozenset[str] | None = None
    for part in text.split():
        name, colon, value = part.partition(":")
        if colon and value and name == "kind":
            wanted.add(known_kind(value))
        elif colon and value and name == "by":
            actor = value
        elif colon and value and name == "incident":
            incident = value.upper()
        elif part == "pinned":
            pinned = state.pins
        else:
            words.append(part)
    if not text.split():
        return None
    return Match(text=" ".join(words), kinds=frozenset(wanted), actor=actor, incident=incident, pinned=pinned)
