"""Pure: the hypothesis board: propose, weigh by events, move, reword; and the references of whys and factors."""

from collections.abc import Collection, Iterable, Mapping

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.factors import Factor
from console.incident.guards import Entries, incident_of
from console.incident.hypotheses import (
    ACCEPTED,
    SUPPORTED,
    SURE,
    UNSET,
    Hypothesis,
    HypothesisAdded,
    HypothesisMoved,
    HypothesisSet,
    why_not,
)
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.references import NEITHER, SIDES, Triples, Weighed, known_event
from console.incident.roles import NOBODY, named_person
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.incident.whys import Why


def parse_confidence(text: str) -> int | None:
    """Return "60" and "60 %" as a whole percent, None for nothing; -1 for "none". Refused for anything else."""
    plain = text.strip().removesuffix("%").strip().lower()
    if plain in {"none", "unset"}:
        return UNSET
    if plain and not (plain.isascii() and plain.isdigit() and int(plain) <= SURE):
        message = f"'{text.strip()}' is no confidence; expected a whole percent from 0 to 100, or none."
        raise Refused(message)
    return int(plain) if plain else None


def add_hypothesis(  # noqa: PLR0913 - everything that may be known of one
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    *,
    actor: str,
    test: str = "",
    owner: str = "",
    confidence: int | None = None,
    component: str = "",
    evidence: Triples = (),
    source: str = "",
) -> Entries:
    """Propose what may have been the cause; `evidence` are triples of side, event and why that somebody looked up."""
    incident, said = incident_of(state, id), clean_text(text, "hypothesis")
    _check_new(incident, said, source)
    fact = HypothesisAdded(
        next_name("h", incident.hypotheses),
        said,
        clean_optional(test, "test"),
        _owner(owner),
        None if confidence == UNSET else confidence,
        clean_optional(component, "component"),
        evidence,
        source,
    )
    return (Entry(fact, actor, id),)


def _check_new(incident: Incident, text: str, source: str) -> None:
    for each in incident.hypotheses.values():
        if each.text.casefold() == text.casefold() or (source and each.source == source):
            message = f"{each.id} says so already ({each.state}): weigh it, or say what is different."
            raise Refused(message)


def move_hypothesis(
    state: State,
    id: str,  # noqa: A002 - the word for it
    hypothesis: str,
    to: str,
    reason: str = "",
    *,
    actor: str,
    by: str = "",
) -> Entries:
    """Move a hypothesis on, or back; accepted is what makes it the root cause, and is what a person says (`by`)."""
    found, after, said = hypothesis_of(incident_of(state, id), hypothesis), to.strip().lower(), clean_optional(reason)
    wrong = why_not(found, after, said)
    if wrong:
        raise Refused(wrong)
    who = clean_optional(" ".join(by.split()), "name")
    if after == ACCEPTED and (who or actor).lower() in NOBODY:
        message = f"A root cause is what a person accepts; '{who or actor}' is nobody."
        raise Refused(message)
    return (Entry(HypothesisMoved(found.id, found.state, after, said, who, found.event), actor, id),)


def set_hypothesis(  # noqa: PLR0913 - every part of one
    state: State,
    id: str,  # noqa: A002 - the word for it
    hypothesis: str,
    *,
    actor: str,
    text: str | None = None,
    test: str | None = None,
    owner: str | None = None,
    component: str | None = None,
    confidence: int | None = None,
) -> Entries:
    """Change parts of a hypothesis; None leaves one as it is, "" takes it away (-1 the confidence)."""
    found = hypothesis_of(incident_of(state, id), hypothesis)
    if found.state == ACCEPTED and text is not None:
        message = (
            f"{found.id} was accepted as it reads: {found.last.by} would have accepted other words. Take it back first "
            f"(move it to {SUPPORTED}, and say why), or propose another."
        )
        raise Refused(message)
    fact = HypothesisSet(
        found.id,
        None if text is None else clean_text(text, "hypothesis"),
        None if test is None else clean_optional(test, "test"),
        None if owner is None else _owner(owner),
        None if component is None else clean_optional(component, "component"),
        confidence,
        found.event,
    )
    parts = (fact.text, fact.test, fact.owner, fact.component, fact.confidence)
    if all(each is None for each in parts):
        message = f"Say what is different about {found.id}: its text, test, owner, component or confidence."
        raise Refused(message)
    return (Entry(fact, actor, id),)


def _owner(name: str) -> str:
    return named_person("owner", name) if name.strip() else ""


def weigh(  # noqa: PLR0913 - what, which side, which event, and why
    state: State,
    id: str,  # noqa: A002 - the word for it
    subject: str,
    side: str,
    event: str,
    why: str = "",
    *,
    known: Collection[str],
    actor: str,
) -> Entries:
    """Say that an event speaks for something, against it, or neither; the newest word on an event counts.

    `subject` is a hypothesis (h1), an answer to a why (w2) or a factor (f1), which only have evidence for them.
    `known` are the events that somebody has looked up in the log.
    """
    found = _subject(incident_of(state, id), subject)
    sides = SIDES if isinstance(found, Hypothesis) else ("for", NEITHER)
    if side not in sides:
        message = f"'{side}' is not what an event can be to {found.id}; expected {', '.join(sides)}."
        raise Refused(message)
    there = {each.event for each in found.evidence}
    name = event.strip() if side == NEITHER and event.strip() in there else known_event(event, known)
    if side == NEITHER and name not in there:
        message = f"{name} is no evidence of {found.id}. Evidence: {', '.join(sorted(there)) or 'none'}."
        raise Refused(message)
    return (Entry(Weighed(found.id, side, name, clean_optional(why), found.event), actor, id),)


def _subject(incident: Incident, name: str) -> Hypothesis | Why | Factor:
    """Return what events speak for or against, or refuse with what there is."""
    boards: tuple[Mapping[str, Hypothesis | Why | Factor], ...] = (incident.hypotheses, incident.whys, incident.factors)
    found = next((board[_id(name)] for board in boards if _id(name) in board), None)
    if found is None:
        known = ", ".join(each for board in boards for each in board) or "none"
        message = f"There is no '{name.strip()}' in {incident.id}. There are: {known}."
        raise Refused(message)
    return found


def hypothesis_of(incident: Incident, name: str) -> Hypothesis:
    """Return a hypothesis of an incident, or refuse with those that there are."""
    found = incident.hypotheses.get(_id(name))
    if found is None:
        known = _listed(f"{each.id} {each.text}" for each in incident.hypotheses.values())
        message = f"There is no hypothesis '{name.strip()}' in {incident.id}. Hypotheses: {known}."
        raise Refused(message)
    return found


def _id(name: str) -> str:
    return name.strip().lower()


def _listed(found: Iterable[str]) -> str:
    return "; ".join(each[:60] for each in found) or "none"
