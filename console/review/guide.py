"""Pure: the way through an incident in six phases, with what is done of each and the one step to take next."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from console.incident import roles
from console.incident.decision import TAKEN
from console.incident.events import Instant
from console.incident.investigation import TICK
from console.incident.record import Incident
from console.incident.relations import deeds_of
from console.incident.state import State
from console.review.standing import standing


class Step(NamedTuple):
    """Something to do: `command` is what does it in the room ("" by hand, where `hand` says how); `at` when it was.

    A step may be done without anybody knowing when: `at` is None then.
    """

    id: str
    text: str
    command: str = ""
    done: bool = False
    at: Instant | None = None
    hand: str = ""


class Phase(NamedTuple):
    """A part of the way. It `began` where the one before ended; `ended` None is still to come or under way.

    `passed` says that the incident went on without all of its steps: they stand there and are not asked for.
    """

    name: str
    steps: tuple[Step, ...]
    began: Instant | None = None
    ended: Instant | None = None
    passed: bool = False


def guide(state: State, incident: Incident, *, tells: bool, now: Instant) -> tuple[Phase, ...]:
    """Return the phases as the log has them; `tells` says whether the severity asks to tell people."""
    parts = (
        ("triage", _triage(incident)),
        ("notify", _notify(incident, tells=tells)),
        ("investigate", _investigate(incident)),
        ("mitigate", _mitigate(state, incident, now)),
        ("verify", _verify(state, incident)),
        ("document", _document(incident)),
    )
    gone = {"investigate": _relieved(incident), **dict.fromkeys(("triage", "notify", "mitigate"), incident.until)}
    return tuple(_timed(incident.declared_at, parts, {**gone, "verify": incident.until}))


def next_step(phases: Sequence[Phase]) -> tuple[Phase, Step] | None:
    """Return the one step to take next, with its phase; None where nothing is left."""
    for phase in phases:
        for step in phase.steps:
            if not step.done and not phase.passed:
                return phase, step
    return None


def _timed(
    declared: Instant, parts: Sequence[tuple[str, Iterator[Step]]], gone: dict[str, Instant | None]
) -> Iterator[Phase]:
    """Yield the phases, each begun where the one before it ended, however early its first step was."""
    began: Instant | None = declared
    for name, found in parts:
        steps = tuple(found)
        left = gone.get(name)
        times = [step.at for step in steps if step.at is not None]
        ended = max(times, default=began) if all(step.done for step in steps) else left
        yield Phase(name, steps, began, ended, passed=left is not None)
        began = ended if began is None or ended is None else max(began, ended)


def _triage(incident: Incident) -> Iterator[Step]:
    if incident.status == "triage":
        yield Step("declare", "say whether this is an incident", "status")
    yield Step("ack", "say that somebody has taken it", "acknowledge", *_when(incident.acknowledged_at))
    # Who already mitigates knows it well enough.
    # The form offers the services that are not well: their names alone say nothing of how bad it is.
    sized = [each.at for name, each in incident.answers.items() if each.text and name != "services"]
    sized += [each.at for each in incident.severities[1:]]
    sized += [each.at for each in incident.statuses if each.status in {"identified", "mitigating", "monitoring"}]
    yield Step("size", "find out how bad it is", "triage", *_when(min(sized, default=None)))
    missing = [roles.label(role) for role in roles.unfilled(incident) if role not in incident.offers]
    names = ", ".join(each.removesuffix(" lead") for each in missing[:3])
    told = f"fill {names}{', ...' if missing[3:] else ''}" if missing else "fill the roles"
    filled = max((holder.since for holder in incident.roles.values()), default=None)
    yield Step("roles", told, "roster", done=not missing, at=None if missing else filled)


def _notify(incident: Incident, *, tells: bool) -> Iterator[Step]:
    first = incident.updates[0].at if incident.updates else None
    text = "tell people what is known" if tells else "tell people what is known (this severity does not ask for it)"
    yield Step("tell", text, "update", done=first is not None or not tells, at=first)


def _investigate(incident: Incident) -> Iterator[Step]:
    ticked = [item.at for name, item in incident.items.items() if name.startswith(TICK) and item.state == "done"]
    tracks = [each.since for each in incident.tracks.values()]
    looked = min((*ticked, *tracks), default=incident.identified_at)
    yield Step("look", "look at what changed and what is unwell", "investigate", *_when(looked))
    yield Step("identify", "say what is broken (identified)", "status", *_when(incident.identified_at))


def _mitigate(state: State, incident: Incident, now: Instant) -> Iterator[Step]:
    if incident.type == "security":
        hand = "/evidence taken WHAT, or /evidence waived WHY"
        kept = bool(incident.evidence)
        yield Step("evidence", "keep evidence before anything is destroyed", done=kept, hand=hand)
    tried = standing(state, incident, now).tried
    decided = [each.taken_at or each.at for each in incident.decisions.values() if each.state == TAKEN]
    began = [each.begun for each in tried]
    said = [each.at for each in incident.statuses if each.status == "mitigating"]
    done = min((*began, *said), default=_relieved(incident))
    yield Step("choose", "decide what helps first", "walk", *_when(min(decided, default=done)))
    yield Step("act", "do it (mitigating)", "actions", *_when(done))
    yield Step("relieve", "users are well again (monitoring)", "status", *_when(_relieved(incident)))


def _relieved(incident: Incident) -> Instant | None:
    """Return since when users are well; None before, and once it has come back."""
    return None if incident.status in {"investigating", "identified", "mitigating"} else incident.mitigated_at


def _verify(state: State, incident: Incident) -> Iterator[Step]:
    deeds = deeds_of(state, incident.id)
    open_ends = [each for each in deeds if each.is_under_way or each.is_in_doubt]
    yield Step("verdict", "wait for every verdict", "ledger", done=not open_ends)
    yield _well(state)
    left = "undo or own what was changed for now"
    yield Step("settle", left, "ledger", done=not any(each.is_open for each in deeds))
    yield Step("resolve", "say that it is over (resolved)", "status", *_when(incident.resolved_at))


def _well(state: State) -> Step:
    """Return the look at the services: what nobody knows is not well, and has to be seen by hand."""
    if not state.health:
        return Step("well", "see for yourself that users are well: the log knows of no service", "status")
    unwell = sorted(service for service, word in state.health.items() if word != "ok")
    not_yet = f" (not yet: {', '.join(unwell[:3])})" if unwell else ""
    return Step("well", f"every service is well again{not_yet}", "refresh", done=not unwell)


def _document(incident: Incident) -> Iterator[Step]:
    over = incident.closed_at is not None
    yield Step("export", "write the postmortem", "export", done=bool(incident.document))
    follows = over or bool(incident.action_items)
    yield Step("follow", "write down what follows: action items", done=follows, hand="/action @NAME +14d WHAT")
    reviewed = over or incident.review.is_settled
    yield Step("review", "have it reviewed", done=reviewed, hand="/review at fri 14:00, then /review reviewed")
    yield Step("close", "close it", "status", *_when(incident.closed_at))


def _when(at: Instant | None) -> tuple[bool, Instant | None]:
    return at is not None, at
