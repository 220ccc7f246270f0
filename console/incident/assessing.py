"""Pure: saying how bad it is: answers to the questions of `sizing`, and the severity that the rules make of them."""

from collections.abc import Iterable, Mapping

from console.incident import indicators
from console.incident.classifier import Classifier, Proposal, propose, sentence
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import Entries, working
from console.incident.record import Incident
from console.incident.severity import Level, Scheme
from console.incident.sizing import QUESTIONS, Assessed, said
from console.incident.state import State
from console.incident.texts import clean_optional

FORM = ("seen", "services", "users", "impact")
"""What is asked when an incident is declared."""


_SAME = {"users": "reach", "reach": "users"}
"""Questions that ask the same in other words: the form wants a percentage, the triage about how many."""


def clean(question: str, text: str, services: Iterable[str] = ()) -> str:
    """Return an answer as the log keeps it, "" for unknown; Refused with the field where it makes no sense.

    `services` are those that are known; with none, every name is taken.
    """
    if question not in QUESTIONS:
        from console.suggestion import did_you_mean

        message = f"'{question}' is no question{did_you_mean(question, QUESTIONS)} Questions: {', '.join(QUESTIONS)}."
        raise Refused(message)
    if question in indicators.TRIAGE:
        return indicators.read(question, text, indicators.TRIAGE)
    readers = {"users": lambda: indicators.percent("users", text), "impact": lambda: indicators.impact(text)}
    if question in readers:
        return readers[question]()
    plain = " ".join(text.split()) if question == "services" else clean_optional(text, QUESTIONS[question])
    if plain.lower() in {"", "?", indicators.UNKNOWN}:
        return ""
    return _services(plain, tuple(services)) if question == "services" else plain


def _services(text: str, known: tuple[str, ...]) -> str:
    named = dict.fromkeys(name.strip() for name in text.split(",") if name.strip())
    by_lower = {name.lower(): name for name in known}
    for name in named if known else ():
        if name.lower() not in by_lower:
            from console.suggestion import did_you_mean

            message = f"services: '{name}' is not one{did_you_mean(name, known)} Known: {', '.join(known)}, unknown."
            raise Refused(message)
    return ", ".join(dict.fromkeys(by_lower.get(name.lower(), name) for name in named))


def size(classifier: Classifier, answers: Mapping[str, str]) -> Proposal | None:
    """Return what the rules make of the answers of the form; None where they have nothing to go by."""
    values = dict(indicators.of_impact(answers.get("impact", "")))
    if answers.get("users"):
        values["users"] = answers["users"]
    return propose(classifier.size, values)


def triage(classifier: Classifier, answers: Mapping[str, str]) -> Proposal | None:
    """Return what the rules make of the answers of the triage; the same."""
    return propose(classifier.triage, {name: answers[name] for name in indicators.TRIAGE if answers.get(name)})


def check_choice(proposal: Proposal | None, level: Level, reason: str, scheme: Scheme) -> None:
    """Refuse a severity that is milder than the rules propose, unless a reason goes into the log."""
    if proposal is not None and level.rank > proposal.rank and not reason.strip():
        message = f"The rules propose {sentence(proposal, scheme)}. {level.label} is milder: say why."
        raise Refused(message)


def opening(
    incident: str, answers: Mapping[str, str], proposal: Proposal | None, scheme: Scheme, *, reason: str, actor: str
) -> Entries:
    """Return what goes into the log beside a declaration: cleaned answers and what the rules made of them."""
    if not answers:
        return ()
    return (Entry(_fact(answers, proposal, scheme, reason), actor, incident),)


def _fact(answers: Mapping[str, str], proposal: Proposal | None, scheme: Scheme | None, reason: str) -> Assessed:
    if proposal is None or scheme is None:
        return Assessed(dict(answers), reason=clean_optional(reason))
    label = scheme.at(proposal.rank).label
    return Assessed(dict(answers), label, sentence(proposal, scheme), clean_optional(reason))


def answer(
    state: State,
    id: str,  # noqa: A002 - the word for it
    answers: Mapping[str, str],
    *,
    actor: str,
    now: Instant,
    services: Iterable[str] = (),
) -> Entries:
    """Answer questions, open ones or such that were answered otherwise before."""
    incident, known = working(state, id), tuple(services)
    del now
    kept = {question: clean(question, text, known) for question, text in answers.items()}
    return (Entry(Assessed(kept), actor, incident.id),)


def told(incident: Incident) -> Mapping[str, str]:
    """Return what was said, by question."""
    return {question: each.text for question, each in incident.answers.items()}


def open_questions(incident: Incident) -> tuple[str, ...]:
    """Return the questions that were asked and that nobody could answer yet, not even in other words."""
    known = incident.answers
    return tuple(
        question
        for question in QUESTIONS
        if question in known and not known[question].text and not is_told(incident, _SAME.get(question, question))
    )


def is_told(incident: Incident, question: str) -> bool:
    """Whether somebody has answered a question."""
    return question in incident.answers and bool(incident.answers[question].text)


def impact(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Return what was said of how bad it is, in words, each with the event that says it."""
    known = ((question, incident.answers.get(question)) for question in QUESTIONS)
    return tuple((said(question, each.text), each.event) for question, each in known if each is not None and each.text)
