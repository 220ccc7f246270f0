"""Pure: asking why, and how: the first question, answers below answers, and taking one back."""

from collections.abc import Iterable

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries, incident_of
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.references import Triples
from console.incident.state import State
from console.incident.texts import clean_optional, clean_text
from console.incident.whys import DEEP, QUESTIONS, WHY, Why, WhyAnswered, WhyAsked, WhyStruck, branches, first_question
from console.suggestion import did_you_mean


def ask_why(state: State, id: str, question: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say what the tree begins with."""
    incident_of(state, id)
    return (Entry(WhyAsked(clean_text(question, "question")), actor, id),)


def answer_why(
    state: State,
    id: str,  # noqa: A002 - the word for it
    text: str,
    under: str = "",
    *,
    actor: str,
    asked: str = WHY,
    evidence: Triples = (),
) -> Entries:
    """Answer why (or how) it came to an answer, `under` "" to the first question."""
    incident, word = incident_of(state, id), asked.strip().lower()
    if word not in QUESTIONS:
        message = f"'{asked}' is not asked{did_you_mean(word, QUESTIONS)} Questions: {', '.join(QUESTIONS)}."
        raise Refused(message)
    above = _standing(incident, under) if under.strip() else None
    fact = WhyAnswered(
        next_name("w", incident.whys),
        clean_text(text, "answer"),
        "" if above is None else above.id,
        word,
        evidence,
        "" if above is None else above.event,
    )
    return (Entry(fact, actor, id),)


def answer_whys(
    state: State,
    id: str,  # noqa: A002 - the word for it
    texts: Iterable[str],
    under: str = "",
    *,
    actor: str,
) -> Entries:
    """Answer one why below the other; the first empty answer stops. Refused where there is none at all."""
    made: list[Entry] = []
    taken = dict.fromkeys(incident_of(state, id).whys)
    for text in texts:
        if not text.strip():
            break
        if not made:
            made += answer_why(state, id, text, under, actor=actor)
        else:
            # What stands above is not in the log yet: it is the event just before.
            above = made[-1].fact
            assert isinstance(above, WhyAnswered)
            taken[above.answer] = None
            fact = WhyAnswered(next_name("w", taken), clean_text(text, "answer"), above.answer)
            made.append(Entry(fact, actor, id))
    if not made:
        message = "No answer was given; nothing was written."
        raise Refused(message)
    return tuple(made)


def strike_why(state: State, id: str, answer: str, reason: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say that an answer does not hold; it stays in the log, and those below it fall with it."""
    found, why = _standing(incident_of(state, id), answer), clean_optional(reason)
    if not why:
        message = f"Say why {found.id} does not hold."
        raise Refused(message)
    return (Entry(WhyStruck(found.id, why, found.event), actor, id),)


def prompt(incident: Incident, under: str = "", asked: str = WHY) -> str:
    """Return what people are asked next: "Why 3 of 5: why were retries not limited?"; deeper ones have no "of 5"."""
    place = next((each for each in branches(incident.whys) if each.why.id == under), None)
    if place is None:
        return first_question(incident.why_asked, incident.known_as)
    depth = place.depth + 1
    count = f"{depth} of {DEEP}" if depth <= DEEP else str(depth)
    return f"{asked.capitalize()} {count}: {asked} did it come to this: {place.why.text}?"


def _standing(incident: Incident, name: str) -> Why:
    """Return an answer that holds, or refuse with those that do."""
    wanted = name.strip().lower()
    found = next((each for each in branches(incident.whys) if each.why.id == wanted), None)
    if found is not None and found.holds:
        return found.why
    standing = [f"{each.why.id} {each.why.text}"[:60] for each in branches(incident.whys) if each.holds]
    said = f"{wanted} does not hold any more" if found is not None else f"there is no answer '{name.strip()}'"
    message = f"{said}. Answers: {'; '.join(standing) or 'none'}."
    raise Refused(message)
