"""Pure: the way through an incident as rows, one for each phase, and the step to take next."""

from collections.abc import Sequence

from console.incident.clock import short_span
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.severity import Scheme
from console.incident.state import State
from console.present.escalation import standings, stopped_calls
from console.review.guide import Phase, Step, guide, next_step
from console.settings.escalation import Chain
from widgets.text import safe_text
from widgets.values import Choice, Tone

_LONGEST = 400


def phases_of(
    state: State, incident: Incident, scheme: Scheme, now: Instant, chains: Sequence[Chain] = ()
) -> tuple[Phase, ...]:
    """Return the phases of an incident under the scheme of this room; `chains` are those that acknowledging stops."""
    phases = guide(state, incident, tells=scheme.at(incident.rank).update_every is not None, now=now)
    stops = stopped_calls(standings(chains, incident, state.health), now)
    return tuple(phase._replace(steps=tuple(_stopping(step, stops) for step in phase.steps)) for phase in phases)


def _stopping(step: Step, stops: str) -> Step:
    if step.done or step.id != "ack" or not stops:
        return step
    return step._replace(text=f"{step.text}; this stops the calls: {stops}")


def choices(phases: Sequence[Phase], now: Instant) -> list[Choice]:
    """Return a row for each phase; its key is the phase's name."""
    upcoming = next_step(phases)
    here = "" if upcoming is None else upcoming[0].name
    return [_choice(phase, now, is_next=phase.name == here) for phase in phases]


def first_open(phases: Sequence[Phase], name: str) -> Step | None:
    """Return the first step of a phase that is not done; None where all are."""
    return next((step for phase in phases if phase.name == name for step in phase.steps if not step.done), None)


def _choice(phase: Phase, now: Instant, *, is_next: bool) -> Choice:
    left = [step for step in phase.steps if not step.done]
    steps = " · ".join(f"{'✓' if step.done else '○'} {step.text}" for step in phase.steps)
    if not left:
        return Choice(phase.name, f"✓ {phase.name}{_took(phase)}", safe_text(steps, _LONGEST), Tone.OK)
    if phase.passed:
        label = f"~ {phase.name}: went on without {len(left)} step{'s' * (len(left) != 1)}"
        return Choice(phase.name, label, safe_text(steps, _LONGEST), Tone.MUTED)
    if is_next:
        since = "" if phase.began is None else f", for {short_span(now - phase.began)}"
        label = safe_text(f"▶ {phase.name}{since}: {left[0].text}", 200)
        return Choice(phase.name, label, safe_text(steps, _LONGEST), Tone.ACTION)
    # What is to come bears no ticks: "every service is well" of an incident that has just begun says nothing.
    ahead = " · ".join(step.text for step in phase.steps)
    return Choice(phase.name, f"○ {phase.name}", safe_text(ahead, _LONGEST), Tone.PLAIN)


def _took(phase: Phase) -> str:
    return "" if phase.began is None or phase.ended is None else f", in {short_span(phase.ended - phase.began)}"
