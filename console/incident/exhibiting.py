"""Pure: keeping exhibits and saying who had them: the commands, and which exhibit is meant."""

from collections.abc import Mapping, Sequence

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.exhibits import (
    EXPORTED,
    HANDLED,
    TRANSFERRED,
    Exhibit,
    ExhibitHandled,
    ExhibitKept,
    ExhibitMissed,
)
from console.incident.guards import Entries, incident_of
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text

_LEAST = 4
"""Digits of a hash that are enough to name an exhibit, where only one begins so."""


def keep_exhibits(
    state: State,
    id: str,  # noqa: A002 - the word for it
    kept: Sequence[ExhibitKept],
    missed: Sequence[ExhibitMissed] = (),
    *,
    actor: str,
) -> Entries:
    """Keep what was taken, each under the next free name, and say what was not got; also of an ended incident."""
    incident = incident_of(state, id)
    names: dict[str, object] = dict(incident.exhibits)
    entries = []
    for fact in kept:
        name = next_name("e", names)
        names[name] = fact
        entries.append(Entry(_named(fact, name), actor, id))
    return (*entries, *(Entry(fact, actor, id) for fact in missed))


def _named(fact: ExhibitKept, name: str) -> ExhibitKept:
    values = {each: getattr(fact, each) for each in fact.fields}
    what = clean_text(fact.what.replace("\n", " "), "evidence")
    return ExhibitKept(**{**values, "exhibit": name, "what": what})


def handle_exhibit(
    state: State,
    id: str,  # noqa: A002 - the word for it
    exhibit: str,
    how: str,
    purpose: str = "",
    *,
    actor: str,
    to: str = "",
) -> Entries:
    """Write down that somebody viewed, exported or handed over an exhibit; the last two need a purpose."""
    found = exhibit_of(incident_of(state, id), exhibit)
    if how not in HANDLED:
        raise Refused(f"Evidence is {', '.join(HANDLED)}, not '{how}'.")
    why = clean_optional(purpose, "purpose")
    if how in {EXPORTED, TRANSFERRED} and not why:
        raise Refused(f"Say what {found.id} is {how} for: whoever asks later who had it asks that, too.")
    whom = clean_optional(to, "name")
    if how == TRANSFERRED and not whom:
        raise Refused(f"Say to whom {found.id} is handed.")
    return (Entry(ExhibitHandled(found.id, how, why, whom, found.event), actor, id),)


def exhibit_of(incident: Incident, asked: str) -> Exhibit:
    """Return the exhibit that is meant: "e3", or the first digits of its hash; Refused with what there is."""
    wanted, every = asked.strip().lower(), incident.exhibits
    if wanted in every:
        return every[wanted]
    begins = [each for each in every.values() if len(wanted) >= _LEAST and each.kept.sha256.startswith(wanted)]
    if len(begins) == 1:
        return begins[0]
    which = "several begin" if begins else "no evidence is called, or has a hash that begins,"
    raise Refused(f"{which} with '{asked.strip()}'. {incident.id} has {_listed(every)}.")


def _listed(every: Mapping[str, Exhibit]) -> str:
    shown = [f"{each.id} {each.kept.what[:60]}" for each in tuple(every.values())[-8:]]
    return "; ".join(shown) if shown else "none yet"
