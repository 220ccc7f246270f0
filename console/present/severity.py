"""Pure: what a severity means, at length: its definition, what it promises, examples, and the last incidents of it."""

from console.incident import assessing
from console.incident.classifier import Classifier, sentence
from console.incident.clock import short_span, utc_iso
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.severity import Level, Scheme
from console.incident.state import State
from console.present.details import pair
from console.present.figures import text_span
from widgets.values import Line, Span, Tone

_LAST = 3


def level_lines(level: Level, state: State, now: Instant) -> list[Line]:
    """Return what stands behind ? in the choice of a severity."""
    lines: list[Line] = [
        (text_span(f"{level.label}: {level.meaning}", Tone.STRONG, 500),),
        (),
        pair("who", level.responders or "nobody is named"),
        pair("acknowledge", _within(level.ack_within, level.ack_note)),
        pair("update", _within(level.update_every, level.update_note, "every")),
        pair("goal", _within(level.goal, level.goal_note)),
        pair("page", ", ".join(level.page) or "nobody"),
        pair("postmortem", f"reviewed within {level.review_within}" if level.postmortem else "not asked for"),
        (),
        (Span("Examples", Tone.STRONG),),
        *((text_span(f"- {each}", Tone.PLAIN, 500),) for each in level.examples),
        (),
        (Span(f"The last incidents that were {level.label}", Tone.STRONG),),
    ]
    last = [each for each in state.incidents.values() if any(step.label == level.label for step in each.severities)]
    for each in last[: -_LAST - 1 : -1]:
        took = short_span((now if each.until is None else each.until) - each.since)
        lines.append((text_span(f"- {utc_iso(each.since)[:10]} {each.id} {each.known_as} ({each.status}, {took})"),))
    return lines if last else [*lines, (Span("none in this log", Tone.MUTED),)]


def triaged(incident: Incident, rules: Classifier | None, scheme: Scheme) -> str:
    """Say what the rules make of the answers of the triage, "" where they have nothing to go by."""
    found = None if rules is None else assessing.triage(rules, assessing.told(incident))
    return "" if found is None else sentence(found, scheme)


def warned(incident: Incident, rules: Classifier | None, scheme: Scheme, to: Level) -> str:
    """Say what is known that speaks against a milder severity: "SEV1 because data at risk yes", "" where nothing does.

    What is unknown speaks against nothing here: who lowers it has looked.
    """
    told = assessing.told(incident)
    made = () if rules is None else (assessing.triage(rules, told), assessing.size(rules, told))
    worse = [each for each in made if each is not None and each.known < to.rank]
    if not worse:
        return ""
    worst = min(worse, key=lambda each: each.known)
    return f"{scheme.at(worst.known).label} because {worst.because}"


def _within(span: int | None, note: str, word: str = "within") -> str:
    told = "" if span is None else f"{word} {short_span(span)}"
    return ", ".join(filter(None, (told, note))) or "nothing is promised"
