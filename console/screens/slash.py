"""What is typed into the input line: a note, or a command that begins with a slash. Decides nothing."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

from console.incident import roles
from console.incident.checklist import choose
from console.incident.clock import parse_duration, parse_when
from console.incident.decision import PROPOSED
from console.incident.errors import Refused
from console.incident.record import Incident
from console.incident.status import ALLOWED
from console.incident.tasking import open_tasks
from console.incident.tracking import running
from console.screens import typed_causes, typed_impact, typed_life, typed_review
from console.screens.desk import Desk
from console.screens.flows import (
    FLOWS,
    deciding,
    escalation,
    grading,
    handover,
    offers,
    steering,
    tasks,
    tracks,
    writing,
)
from console.screens.flows.asking import need
from console.suggestion import did_you_mean

_TASK_ID = re.compile(r"t\d+")


async def _at(desk: Desk, rest: str) -> bool:
    when, _, text = rest.partition(" ")
    need(text.strip(), "/at -5m what happened then")
    return await writing.note(desk, text.strip(), parse_when(when, desk.room.snapshot.at))


async def _decide(desk: Desk, rest: str) -> bool:
    text, _, reason = need(rest, "/decide roll back web because ...").partition(" because ")
    return await writing.decided(desk, text.strip(), reason.strip())


async def _propose(desk: Desk, rest: str) -> bool:
    text, _, reason = need(rest, "/propose roll back web because ...").partition(" because ")
    return await deciding.proposed(desk, text.strip(), reason.strip())


async def _object(desk: Desk, rest: str) -> bool:
    proposal, _, why = rest.partition(" ")
    return await deciding.objected(desk, proposal, need(why.strip(), "/object p1 what would go wrong"))


async def _take(desk: Desk, rest: str) -> bool:
    proposal, _, despite = need(rest, "/take p1").partition(" ")
    return await deciding.taken(desk, proposal, despite.strip().removeprefix("because "))


async def _withdraw(desk: Desk, rest: str) -> bool:
    proposal, _, reason = need(rest, "/withdraw p1 why").partition(" ")
    return await deciding.withdrawn(desk, proposal, reason.strip())


async def _cause(desk: Desk, rest: str) -> bool:
    tag, _, text = need(rest, f"/cause {' | '.join(each.tag for each in desk.context.priors)}").partition(" ")
    return await writing.cause(desk, tag, text.strip())


async def _severity(desk: Desk, rest: str) -> object:
    if not rest:
        await grading.severity(desk)
        return None
    label, _, reason = rest.partition(" ")
    return await grading.change(desk, label, reason.strip())


async def _status(desk: Desk, rest: str) -> object:
    to, _, reason = rest.partition(" ")
    if reason.strip():
        return await steering.move(desk, to, reason.strip())
    await steering.status(desk, to)
    return None


async def _role(desk: Desk, rest: str) -> object:
    if not rest:
        await steering.roster(desk)
        return None
    name, _, person = rest.partition(" ")
    role = roles.find_role(name)
    if person.strip():
        return await steering.assign(desk, role, person.strip())
    await steering.roster(desk, role)
    return None


async def _commander(desk: Desk, rest: str) -> object:
    return await (handover.to(desk, rest) if rest else handover.hand_over(desk))


async def _update(desk: Desk, rest: str) -> object:
    if rest:
        return await writing.updated(desk, rest)
    await writing.update(desk)
    return None


async def _done(desk: Desk, rest: str) -> object:
    first, _, result = need(rest, "/done ITEM, or /done t1 what came of it").partition(" ")
    if _is_task(desk, first):
        return await tasks.end(desk, "done", first, result.strip())
    if _TASK_ID.fullmatch(first):
        raise Refused(_no_task(desk, first))
    return await writing.set_item(desk, rest, "done")


async def _acknowledge(desk: Desk, rest: str) -> object:
    return await (tasks.accept(desk, rest) if rest else steering.acknowledge(desk))


async def _task(desk: Desk, rest: str) -> object:
    return await (tasks.give(desk, rest) if rest else tasks.ask(desk))


async def _more(desk: Desk, rest: str) -> object:
    task, _, tail = need(rest, "/more t1 5m what holds it up").partition(" ")
    span, _, reason = need(tail.strip(), "/more t1 5m what holds it up").partition(" ")
    return await tasks.more(desk, task, parse_duration(span), reason)


async def _drop(desk: Desk, rest: str) -> object:
    task, _, reason = need(rest, "/drop t1 why nobody needs it").partition(" ")
    return await tasks.end(desk, "dropped", task, reason)


def _no_task(desk: Desk, word: str) -> str:
    """Say that there is no such task, and which there are."""
    incident = desk.room.snapshot.incident
    left = [] if incident is None else open_tasks(incident)
    told = "; ".join(f"{each.id} {each.person}: {each.text}"[:60] for each in left[:3])
    more = f" and {len(left) - 3} more" if left[3:] else ""
    return f"there is no task {word}. Open: {told}{more}." if told else f"there is no task {word}; none is open."


def _is_task(desk: Desk, word: str) -> bool:
    incident = desk.room.snapshot.incident
    return incident is not None and word in incident.tasks


async def _skip(desk: Desk, rest: str) -> object:
    item, _, reason = need(rest, "/skip ITEM why").partition(" ")
    return await writing.set_item(desk, item, "skipped", reason.strip())


def _flow(name: str) -> Callable[[Desk, str], Awaitable[object]]:
    return lambda desk, _: FLOWS[name](desk)


RUN: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "at": _at,
    "decide": _decide,
    "propose": _propose,
    "object": _object,
    "take": _take,
    "withdraw": _withdraw,
    "can": _flow("can"),
    "cause": _cause,
    "update": _update,
    "declare": _flow("declare"),
    "ack": _acknowledge,
    "task": _task,
    "more": _more,
    "drop": _drop,
    "snooze": tasks.snooze,
    "status": _status,
    "sev": _severity,
    "raise": _flow("raise"),
    "lower": _flow("lower"),
    "triage": _flow("triage"),
    "size": _flow("size"),
    "ic": _commander,
    "role": _role,
    "accept": offers.typed_accept,
    "decline": offers.typed_decline,
    "page": escalation.typed,
    "track": tracks.typed,
    "report": tracks.typed_report,
    "done": _done,
    "skip": _skip,
    **typed_causes.RUN,
    **typed_life.RUN,
    **typed_review.RUN,
    **typed_impact.RUN,
    "replay": lambda desk, rest: desk.replay(rest),
    "export": _flow("export"),
}
"""What each typed command of `usages.TYPED` does with everything after its name."""


async def run(desk: Desk, line: str) -> bool:
    """Do what a line says: a note, or a command; "//" begins a note with a slash.

    False where it was not recorded; raises Refused with the reason where it cannot be understood.
    """
    if not line.startswith("/") or line.startswith("//"):
        return await writing.note(desk, line.removeprefix("/") if line.startswith("//") else line)
    name, _, rest = line[1:].partition(" ")
    if name not in RUN:
        known = [f"/{each}" for each in RUN]
        message = f"/{name} is not a command{did_you_mean(f'/{name}', known)} ? lists all of them, tab completes one."
        raise Refused(message)
    return await RUN[name](desk, rest.strip()) is not False


def complete(desk: Desk, text: str) -> Sequence[str]:
    """Return whole lines that `text` may become, the likeliest first."""
    if not text.startswith("/") or text.startswith("//"):
        return ()
    name, space, rest = text[1:].partition(" ")
    if not space:
        return [f"/{each} " for each in RUN if each.startswith(name)]
    return [f"/{name} {word} " for word in _words(desk, name, rest) if word.lower().startswith(rest.lower())]


def _words(desk: Desk, name: str, rest: str) -> Sequence[str]:
    if name == "role" and " " in rest:
        return [f"{rest.partition(' ')[0]} {person}" for person in desk.context.people]
    for typed in (typed_causes, typed_impact, typed_life, typed_review):
        if name in typed.RUN:
            found: Sequence[str] = typed.words(desk, name, rest)
            return found
    if name in _ABOUT:
        incident = desk.room.snapshot.incident
        return () if incident is None else _ABOUT[name](desk, incident)
    return {
        "sev": [level.label for level in desk.context.scheme.levels],
        "cause": [each.tag for each in desk.context.priors],
        "page": [f"{each.name} {step.number}" for each in desk.context.chains for step in each.steps],
        "ic": list(desk.context.people),
        "role": [*roles.CATALOGUE, *roles.ALIASES],
        "task": [f"@{person}" for person in desk.context.people],
    }.get(name, [])


def _tasks(_desk: Desk, incident: Incident) -> Sequence[str]:
    return [each.id for each in open_tasks(incident)]


def _items(desk: Desk, incident: Incident) -> Sequence[str]:
    checklist = choose(desk.context.checklists, incident.rank, incident.type)
    return [item.id for phase in checklist.phases for item in phase.items] if checklist else []


def _proposals(_desk: Desk, incident: Incident) -> Sequence[str]:
    return [each.id for each in incident.decisions.values() if each.state == PROPOSED]


_ABOUT: Mapping[str, Callable[[Desk, Incident], Sequence[str]]] = {
    **dict.fromkeys(("ack", "more", "drop"), _tasks),
    **dict.fromkeys(("done", "skip"), _items),
    **dict.fromkeys(("object", "take", "withdraw"), _proposals),
    "status": lambda _, incident: ALLOWED[incident.status],
    "report": lambda _, incident: [each.name for each in running(incident)],
    "accept": lambda _, incident: [each.role for each in incident.offers.values()],
}
"""The words that a typed command may go on with, where they are those of the incident."""
