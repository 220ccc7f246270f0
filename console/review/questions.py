"""Pure: what the log does not say about an incident. Nothing is invented: it is asked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.incident.assessing import is_told, open_questions
from console.incident.checklist import OPEN, PhaseProgress, begun_phases
from console.incident.decision import PROPOSED
from console.incident.impact import DATA_LOSS, REQUESTS, REVENUE, SHARE, SLA, USERS
from console.incident.indicators import NO
from console.incident.record import Incident
from console.incident.roles import label, required
from console.review.open_causes import CAUSES, is_answered, undecided


class Question(NamedTuple):
    """An open question; `section` is the part that people write in which it may be answered, or ""."""

    text: str
    section: str = ""


REQUESTS_ASKED = "How many requests failed?"

_TIMES = (
    ("started", "When did the impact begin?"),
    ("detected", "When was it first noticed?"),
    ("acknowledged", "When did the first responder take it?"),
    ("identified", "When was the cause found?"),
    ("mitigated", "When did the impact on users end or fall substantially?"),
    ("resolved", "When was service normal again?"),
)

_ASKED = {
    "seen": "What was seen?",
    "services": "Which services were affected?",
    "users": "How many users were affected?",
    "impact": "What was the impact on customers?",
    "reach": "How many users were hit: all, over half, 10 to 50 %, fewer?",
    "function": "Was what was hit a core function?",
    "data_risk": "Was data at risk?",
    "business": "Was there an impact on the business?",
    "ongoing": "Was it still going on when it was assessed?",
}
"""What was asked while the incident ran and nobody could answer."""

_FOLLOWS = "Which actions follow, who owns them, and by when?"
_FACTS = (
    Question(_ASKED["users"], "impact"),
    Question(REQUESTS_ASKED, "impact"),
    Question("What did it cost in revenue?", "impact"),
    Question("Was a service level agreement broken?", "impact"),
    Question("Was data lost, wrong or exposed?", "impact"),
    *(Question(text, section) for text, section in CAUSES.items()),
    Question("What went well, what went poorly, where did we get lucky?", "response-analysis"),
    Question(_FOLLOWS, "action-items"),
    Question("What did we learn?", "lessons"),
)


_NO_SAYS_IT = {
    "Was data lost, wrong or exposed?": "data_risk",
    "What did it cost in revenue?": "business",
}
"""What need not be asked where the triage was answered with no."""

_FIGURES = {
    REQUESTS_ASKED: REQUESTS,
    "What did it cost in revenue?": REVENUE,
    "Was a service level agreement broken?": SLA,
    "Was data lost, wrong or exposed?": DATA_LOSS,
}
"""What need not be asked where the figure of the impact was said."""


def questions(incident: Incident, phases: Sequence[PhaseProgress]) -> tuple[Question, ...]:
    """Return the open questions, those about times first."""
    asked = [Question(f"{text} ({name}_at unset)") for name, text in _TIMES if getattr(incident, f"{name}_at") is None]
    if not incident.detected_by:
        asked.append(Question("Who or what noticed it first: a monitor, a customer, an engineer?"))
    held = {span.role for span in incident.roster}
    worst = min(step.rank for step in incident.severities)
    if empty := [_titled(role) for role in required(worst) if role not in held]:
        asked.append(Question(f"Who did the work of roles that were never filled: {', '.join(empty)}?"))
    asked += [
        Question(f"What became of {each.id}? It was proposed and neither taken nor withdrawn.")
        for each in incident.decisions.values()
        if each.state == PROPOSED and not incident.live
    ]
    asked += [Question(_ASKED[name], "impact") for name in open_questions(incident) if not _measured(incident, name)]
    asked += [Question(text) for text in undecided(incident)]
    begun = () if incident.until is None else begun_phases(phases, incident.until)
    left = sum(item.word in OPEN for phase in begun for item in phase.items)
    if left and not incident.live:
        were = "items were" if left > 1 else "item was"
        asked.append(Question(f"{left} checklist {were} left open: skipped, or forgotten?"))
    asked += _lacking(incident)
    return (*asked, *(each for each in _FACTS if not _answered(incident, each.text)))


def _titled(role: str) -> str:
    return f"{label(role)} lead" if role.endswith("_lead") else label(role)


def _measured(incident: Incident, question: str) -> bool:
    """Whether a figure of the impact says what nobody could answer while the incident ran."""
    figures = {"users": (USERS, SHARE), "reach": (USERS, SHARE), "data_risk": (DATA_LOSS,), "business": (REVENUE,)}
    return any(name in incident.impact for name in figures.get(question, ()))


def _lacking(incident: Incident) -> Iterator[Question]:
    """Yield what action items lack: an owner, a date."""
    for each in incident.action_items.values():
        if each.is_left and not each.owner:
            yield Question(f"Who owns {each.id}? ({each.text})")
        if each.is_left and each.due is None:
            yield Question(f"By when is {each.id} done? ({each.text})")


def _answered(incident: Incident, text: str) -> bool:
    """Whether the log answers what is asked of every incident: who would ask again, when it was asked, or was told."""
    if text in CAUSES:
        return is_answered(incident, text)
    if text == _ASKED["users"]:
        said = USERS in incident.impact or SHARE in incident.impact
        return said or "users" in incident.answers or is_told(incident, "reach")
    if _FIGURES.get(text, "") in incident.impact:
        return True
    if text == _FOLLOWS:
        return bool(incident.action_items)
    answers, question = incident.answers, _NO_SAYS_IT.get(text, "")
    return question in answers and answers[question].text == NO
