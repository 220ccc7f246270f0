"""Pure: rating the response to an incident, by those who took part."""

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries
from console.incident.impacting import happened
from console.incident.rating import LEAST, MOST, Rated
from console.incident.state import State
from console.incident.texts import clean_optional

_LONGEST = 500


def rate(state: State, id: str, stars: str, text: str = "", *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say how well the response went, 1 to 5, and why; also after the end. A second word replaces the first."""
    happened(state, id)
    plain = stars.strip()
    if not (plain.isascii() and plain.isdecimal() and LEAST <= int(plain[:9]) <= MOST):
        message = f"'{plain[:80]}' is no rating; expected a whole number from {LEAST} (poor) to {MOST} (excellent)."
        raise Refused(message)
    why = clean_optional(text, "reason")
    if len(why) > _LONGEST:
        raise Refused(f"The reason has {len(why)} characters; at most {_LONGEST} fit. Put the rest into a note.")
    return (Entry(Rated(int(plain), why), actor, id),)
