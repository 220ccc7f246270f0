"""Pure: the commands about the type of an incident: what it is, its codename, its evidence."""

from collections.abc import Sequence

from console.incident import codenames
from console.incident.errors import Refused
from console.incident.events import Classified, Entry, EvidenceNoted
from console.incident.guards import Entries, incident_of, working
from console.incident.life import TAKEN, WAIVED
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text, clean_title
from console.incident.types import RESTRICTED
from console.suggestion import did_you_mean


def known_type(text: str, types: Sequence[str]) -> str:
    """Return the type that is meant; Refused with what there is."""
    wanted = text.strip().lower()
    if wanted not in types:
        named = ", ".join(dict.fromkeys(types))  # the one that it has may stand there twice
        message = f"'{text.strip()}' is not a type of incident{did_you_mean(wanted, types)} Types: {named}."
        raise Refused(message)
    return wanted


def codename_for(state: State, incident: str, type_: str, given: str = "") -> str:
    """Return the codename: the given one, where nobody has it; a picked one for a restricted type; else ""."""
    if given.strip():
        name = clean_title(given)[0]
        holder = next((each.id for each in state.incidents.values() if each.codename.upper() == name.upper()), incident)
        if holder != incident:
            message = f"{holder} has the codename {name}: choose another."
            raise Refused(message)
        return name
    return codenames.pick(state, incident) if type_ in RESTRICTED else ""


def classify(
    state: State,
    id: str,  # noqa: A002 - the word for it
    type: str,  # noqa: A002 - the same
    reason: str = "",
    *,
    actor: str,
    types: Sequence[str],
    codename: str = "",
) -> Entries:
    """Say of which type an incident is; one that is not restricted any more loses its codename, for a reason."""
    incident, to, why = incident_of(state, id), known_type(type, types), clean_optional(reason)
    if to == incident.type and not codename.strip():
        message = f"{id} is of the type {to} already."
        raise Refused(message)
    if incident.type in RESTRICTED and to not in RESTRICTED and not why:
        message = f"{id} would show its title again: making it {to} needs a reason."
        raise Refused(message)
    kept = incident.codename if incident.type in RESTRICTED and to in RESTRICTED and not codename.strip() else ""
    named = kept or codename_for(state, id, to, codename)
    return (Entry(Classified(to, named, why), actor, id),)


def note_evidence(state: State, id: str, how: str, text: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say that evidence was taken (what, and where it is), or why none is."""
    incident, word = working(state, id), how.strip().lower()
    if word not in {TAKEN, WAIVED}:
        message = f"Evidence is '{TAKEN}' (say what, and where it is) or '{WAIVED}' (say why), not '{how.strip()}'."
        raise Refused(message)
    return (Entry(EvidenceNoted(word, clean_text(text, "evidence")), actor, incident.id),)
