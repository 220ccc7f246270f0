"""Pure: tasks as people see them: rows of a list, and what a call-out says every ten minutes."""

from collections.abc import Sequence

from console.incident import roles
from console.incident.clock import MINUTE, clock_time, short_span
from console.incident.deadlines import update_due
from console.incident.events import Instant
from console.incident.record import Incident
from console.incident.severity import Scheme
from console.incident.tasking import open_tasks, tally
from console.incident.tasks import Task
from console.review.promises import became
from widgets.text import safe_text
from widgets.values import Choice, Tone

CALL_OUT = 10 * MINUTE
"""How often the deputy calls out (terms.md, cadence)."""


def call_outs(incident: Incident, now: Instant) -> int:
    """Return how many call-outs there were by now."""
    return max(0, now - incident.declared_at) // CALL_OUT if incident.live else 0


def call_out(incident: Incident, scheme: Scheme, now: Instant) -> str:
    """Return the sentence of a call-out: how long it lasts, and what nobody did."""
    minutes = call_outs(incident, now) * (CALL_OUT // MINUTE)
    said = [f"{minutes} minutes in: {incident.severity}, {incident.status}"]
    if late := [task for task in open_tasks(incident) if task.due < now]:
        first = late[0]
        more = f" and {len(late) - 1} more" if late[1:] else ""
        said.append(f"late: {safe_text(first.person, 30)}, {safe_text(first.text, 60)}{more}")
    due = update_due(incident, scheme)
    if due is not None and due.at < now:
        said.append(f"the update is {short_span(now - due.at)} late")
    missing = [roles.label(role) for role in roles.required(incident.rank) if role not in incident.roles]
    if missing:
        said.append(f"nobody is {missing[0]}{f' and {len(missing) - 1} more' if missing[1:] else ''}")
    return "; ".join(said)


def choices(incident: Incident, now: Instant, inherited: Sequence[tuple[str, Task]] = ()) -> list[Choice]:
    """Return the rows of the tasks, open ones first; a row's key is the task's id.

    `inherited` are those of incidents that were merged into this one: `of_another` is their key.
    """
    ended = sorted((each for each in incident.tasks.values() if not each.is_open), key=lambda each: -(each.ended or 0))
    mine, over = ([_choice(each, now) for each in found] for found in (open_tasks(incident), ended))
    others = [
        _choice(task, now)._replace(
            key=of_another(origin, task), label=safe_text(f"{origin} {task.id} · {task.person} · {task.text}", 200)
        )
        for origin, task in inherited
    ]
    return [*mine, *others, *over]


def of_another(incident: str, task: Task) -> str:
    """Return the key of a task of another incident: "INC-20261121-001:t1"."""
    return f"{incident}:{task.id}"


def headline(incident: Incident, now: Instant) -> str:
    """Return "Tasks: 2 open, promises kept 3 of 4"."""
    found = tally(incident, now)
    kept = f", promises kept {found.kept} of {found.of}" if found.of else ""
    return f"Tasks: {len(open_tasks(incident))} open{kept}"


def _choice(task: Task, now: Instant) -> Choice:
    word, tone = _standing(task, now)
    told = f"{clock_time(task.given)}Z by {task.by}, due {clock_time(task.due)}Z"
    said = "" if not task.is_open or task.accepted is None else ", accepted"
    result = f". {task.result}" if task.result else ""
    return Choice(
        task.id,
        safe_text(f"{task.id} · {task.person} · {task.text}", 200),
        safe_text(f"{word}; {told}{said}{result}", 600),
        tone,
    )


_ENDED = {"dropped": Tone.MUTED, "done in time": Tone.OK, "done late": Tone.WARN}
"""In which colour is told what became of a task."""


def _standing(task: Task, now: Instant) -> tuple[str, Tone]:
    """Say where it stands, in words and in a colour."""
    if not task.is_open:
        word = became(task, now)
        return word, _ENDED[word]
    if task.due < now:
        return f"{short_span(now - task.due)} late", Tone.BAD
    left = f"{short_span(task.due - now)} left"
    return (left, Tone.PLAIN) if task.is_promised else (f"{left}, not accepted yet", Tone.WARN)
