"""Pure: giving tasks to people, and what becomes of them: (state, wish, now) -> entries, or Refused and why."""

from collections.abc import Iterable

from console.incident.clock import DAY, HOUR, parse_duration, utc_iso
from console.incident.errors import Refused
from console.incident.events import Entry, Instant
from console.incident.guards import Entries, incident_of, working
from console.incident.names import next_name
from console.incident.record import Incident
from console.incident.relations import absorbed
from console.incident.roles import NOBODY
from console.incident.state import State
from console.incident.tasks import (
    ENDS,
    Tally,
    Task,
    TaskAccepted,
    TaskEnded,
    TaskExtended,
    TaskGiven,
    UpdateSnoozed,
)
from console.incident.texts import clean_optional, clean_text

LONGEST = 7 * DAY
LONGEST_SNOOZE = 2 * HOUR
LONGEST_NAME = 60
USAGE = "/task @bob 5m check the pool"


def parse_task(text: str) -> tuple[str, int, str]:
    """Return person, span in ms and what is to be done out of "@bob 5m check the pool"; Refused with the usage."""
    words = text.split(maxsplit=2)
    if not words or not words[0].startswith("@"):
        message = f"A task needs a person, by name: {USAGE}"
        raise Refused(message)
    if len(words) < 3:  # noqa: PLR2004 - person, span, text
        message = f"A task needs a time and what is to be done: {USAGE}"
        raise Refused(message)
    return words[0][1:], parse_duration(words[1]), words[2]


def give_task(  # noqa: PLR0913 - who, what, until when
    state: State,
    id: str,  # noqa: A002 - the word for it
    person: str,
    span: int,
    text: str,
    *,
    actor: str,
    now: Instant,
    known: Iterable[str] = (),
) -> Entries:
    """Give a person a task that is due in `span` ms; `known` are the names that there are, to find slips by."""
    incident = working(state, id)
    name = person_named(person, known_people(incident, {*known, actor}))
    fact = TaskGiven(next_name("t", incident.tasks), name, clean_text(text, "task"), now + _bounded(span))
    return (Entry(fact, actor, id),)


def accept_task(state: State, id: str, task: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Say that its person is at it."""
    found = _open_task(_going_on(state, id), task)
    if found.accepted is not None:
        message = f"{found.id} was accepted at {utc_iso(found.accepted)}."
        raise Refused(message)
    return (Entry(TaskAccepted(found.id, found.event), actor, id),)


def end_task(
    state: State,
    id: str,  # noqa: A002 - the word for it
    task: str,
    how: str,
    text: str = "",
    *,
    actor: str,
) -> Entries:
    """End a task: done, with what came of it, or dropped, with the reason."""
    found = _open_task(incident_of(state, id), task)
    if how not in ENDS:
        message = f"'{how}' is no end of a task: {' or '.join(ENDS)}."
        raise Refused(message)
    said = clean_optional(text)
    if how == "dropped" and not said:
        message = f"Dropping {found.id} ({found.person}: {found.text}) needs a reason."
        raise Refused(message)
    return (Entry(TaskEnded(found.id, found.event, how, said), actor, id),)


def extend_task(
    state: State,
    id: str,  # noqa: A002 - the word for it
    task: str,
    span: int,
    reason: str,
    *,
    actor: str,
    now: Instant,
) -> Entries:
    """Give a task until `span` ms from now; that needs a reason."""
    found = _open_task(_going_on(state, id), task)
    said = clean_optional(reason)
    if not said:
        message = f"More time for {found.id} needs a reason."
        raise Refused(message)
    due = now + _bounded(span)
    if due <= found.due:
        message = f"{found.id} has until {utc_iso(found.due)} already: that is later."
        raise Refused(message)
    return (Entry(TaskExtended(found.id, found.event, due, said), actor, id),)


def snooze_update(
    state: State,
    id: str,  # noqa: A002 - the word for it
    span: int,
    reason: str,
    *,
    actor: str,
    now: Instant,
) -> Entries:
    """Let the next update wait for `span` ms from now; that needs a reason, which is logged."""
    incident = working(state, id)
    said = clean_optional(reason)
    if not said:
        message = "Snoozing the update needs a reason, such as: nothing new until the restart is through."
        raise Refused(message)
    if not incident.live:
        message = f"{id} is {incident.status}: no update is due."
        raise Refused(message)
    if span > LONGEST_SNOOZE:
        message = "Two hours are the longest that an update may wait: who waits for news thinks that nothing is done."
        raise Refused(message)
    return (Entry(UpdateSnoozed(now + span, said), actor, id),)


def person_named(text: str, known: Iterable[str], *, what: str = "task") -> str:
    """Return a person's name as it is known; Refused where it names nobody, or is a slip of a name that there is."""
    name = clean_optional(text.strip().lstrip("@").rstrip(",:"), "name")
    if name.casefold() in NOBODY or not name or len(name) > LONGEST_NAME:
        message = f"'{name[:LONGEST_NAME]}' is nobody: a {what} needs one person, by name. Who is it?"
        raise Refused(message)
    by_fold = {each.casefold(): each for each in known}
    if name.casefold() in by_fold:
        return by_fold[name.casefold()]
    from console.suggestion import did_you_mean

    hint = did_you_mean(name, by_fold.values())
    if hint != ".":
        message = f"Nobody is called {name}{hint} If {name} is somebody else, give them a role first, such as observer."
        raise Refused(message)
    return name


def tally(incident: Incident, now: Instant) -> Tally:
    """Count the promises of an incident, those that can be judged by `now`."""
    end = now if incident.until is None else min(now, incident.until)
    judged = [each.kept(end) for each in incident.tasks.values() if each.is_promised]
    return Tally(judged.count(True), judged.count(False))


def _going_on(state: State, id: str) -> Incident:  # noqa: A002 - the word for it
    """Return an incident whose tasks are still worked on: it has not ended, or goes on in another one."""
    incident = incident_of(state, id)
    return incident if incident.survivor else working(state, id)


def _open_task(incident: Incident, asked: str) -> Task:
    wanted = asked.strip().lower().lstrip("#")
    found = incident.tasks.get(wanted)
    if found is None:
        there = ", ".join(f"{each.id} ({each.person}: {each.text[:40]})" for each in open_tasks(incident))
        message = f"There is no task '{asked}'; {f'open: {there}' if there else 'none is open'}."
        raise Refused(message)
    if not found.is_open:
        message = f"{found.id} is {found.how} already."
        raise Refused(message)
    return found


def open_tasks(incident: Incident) -> list[Task]:
    """Return what still has to be done, the first that is due first."""
    return sorted((each for each in incident.tasks.values() if each.is_open), key=lambda each: each.due)


def inherited(state: State, incident: Incident) -> list[tuple[str, Task]]:
    """Return what still has to be done in incidents that were merged into this one, each with the id of that one."""
    left = absorbed(state, incident.id) - {incident.id}
    return [(each.id, task) for each in state.incidents.values() if each.id in left for task in open_tasks(each)]


def known_people(incident: Incident, known: Iterable[str]) -> set[str]:
    """Return the names that there are: those given, and all who had a role or a task in the incident."""
    tasked = {each.person for each in incident.tasks.values()}
    return {*known, *tasked, *(span.person for span in incident.roster)}


def _bounded(span: int) -> int:
    if span > LONGEST:
        message = "That is more than a week: a task of an outage is shorter, and what takes longer is an action item."
        raise Refused(message)
    return span
