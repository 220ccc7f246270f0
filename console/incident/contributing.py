"""Pure: what contributed: naming a factor, saying that it holds or does not, and putting it elsewhere."""

from collections.abc import Collection, Iterable

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.factors import (
    ACCEPTED,
    CATEGORIES,
    CONTRIBUTING,
    MOVES,
    SORTS,
    STRUCK,
    Factor,
    FactorJudged,
    FactorNamed,
    FactorSet,
)
from console.incident.guards import Entries, incident_of
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.references import Triples
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.suggestion import did_you_mean

_SHORT = {"luck": "mitigating luck", "lucky": "mitigating luck", "contributed": "contributing", "triggered": "trigger"}


def name_factor(  # noqa: PLR0913 - everything that a factor has
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    category: str,
    *,
    actor: str,
    sort: str = CONTRIBUTING,
    tags: Iterable[str] = (),
    known_tags: Collection[str] = (),
    categories: Collection[str] = CATEGORIES,
    evidence: Triples = (),
    accepted: bool = False,
) -> Entries:
    """Name what contributed, in one of the categories; `tags` are among those of causes."""
    incident = incident_of(state, id)
    fact = FactorNamed(
        next_name("f", incident.factors),
        clean_text(text, "factor"),
        find_category(category, categories),
        _sort(sort),
        _tags(tags, known_tags),
        evidence,
        accepted,
    )
    return (Entry(fact, actor, id),)


def judge_factor(
    state: State,
    id: str,  # noqa: A002 - the word for it
    factor: str,
    to: str,
    reason: str = "",
    *,
    actor: str,
) -> Entries:
    """Say that a factor holds (accepted), does not (struck, for a reason), or is open again (proposed)."""
    found, after, why = factor_of(incident_of(state, id), factor), to.strip().lower(), clean_optional(reason)
    if after not in MOVES[found.state]:
        said = f"{found.id} is {found.state} already" if after == found.state else f"{found.id} cannot be '{to}'"
        message = f"{said}. Allowed next: {', '.join(MOVES[found.state])}."
        raise Refused(message)
    if not why and (after == STRUCK or found.state in {STRUCK, ACCEPTED}):
        message = f"Say why {found.id} is {after}."
        raise Refused(message)
    return (Entry(FactorJudged(found.id, found.state, after, why, found.event), actor, id),)


def set_factor(  # noqa: PLR0913 - every part of one
    state: State,
    id: str,  # noqa: A002 - the word for it
    factor: str,
    *,
    actor: str,
    text: str | None = None,
    category: str | None = None,
    sort: str | None = None,
    tags: Iterable[str] | None = None,
    known_tags: Collection[str] = (),
    categories: Collection[str] = CATEGORIES,
) -> Entries:
    """Change parts of a factor; None leaves one as it is."""
    found = factor_of(incident_of(state, id), factor)
    if text is category is sort is tags is None:
        message = f"Say what is different about {found.id}: its text, category, kind or tags."
        raise Refused(message)
    fact = FactorSet(
        found.id,
        None if text is None else clean_text(text, "factor"),
        None if category is None else find_category(category, categories),
        None if sort is None else _sort(sort),
        tags is not None,
        () if tags is None else _tags(tags, known_tags),
        found.event,
    )
    return (Entry(fact, actor, id),)


def factor_of(incident: Incident, name: str) -> Factor:
    """Return a factor of an incident, or refuse with those that there are."""
    found = incident.factors.get(name.strip().lower())
    if found is None:
        known = "; ".join(f"{each.id} {each.text}"[:60] for each in incident.factors.values()) or "none"
        message = f"There is no factor '{name.strip()}' in {incident.id}. Factors: {known}."
        raise Refused(message)
    return found


def find_category(text: str, categories: Collection[str]) -> str:
    """Return a category by its name in any case, or by its beginning; Refused with those that there are."""
    wanted = text.strip().casefold()
    found = [each for each in categories if each.casefold() == wanted]
    found = found or [each for each in categories if wanted and each.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    named = " ".join(text.split())
    message = f"'{named}' is no category{did_you_mean(named, categories)} Categories: {', '.join(categories)}."
    raise Refused(message)


def _sort(text: str) -> str:
    wanted = " ".join(text.lower().replace("-", " ").split())
    wanted = _SHORT.get(wanted, wanted)
    if wanted not in SORTS:
        message = f"'{text.strip()}' is no kind of factor{did_you_mean(wanted, SORTS)} Kinds: {', '.join(SORTS)}."
        raise Refused(message)
    return wanted


def _tags(tags: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(each.strip().lower() for each in tags if each.strip()))
    for each in found:
        if each not in known:
            message = f"'{each}' is no tag of a cause{did_you_mean(each, known)} Tags: {', '.join(known) or 'none'}."
            raise Refused(message)
    return found
