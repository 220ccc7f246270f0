"""Tasks: give one to a person, say what became of it, give it more time; and let an update wait."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from console.incident import commands
from console.incident.clock import parse_duration
from console.incident.errors import Refused
from console.incident.tasking import inherited, known_people, parse_task, person_named
from console.incident.tasks import Task
from console.present import tasks
from console.screens.desk import Desk
from console.screens.flows.asking import ask_form, context_line, current, unlisted
from widgets.dialog import LedgerDialog
from widgets.dialog.ledger import Rows
from widgets.text import safe_text
from widgets.values import Field, KeyHint

KEYS = (
    KeyHint("a", "accepted"),
    KeyHint("d", "done"),
    KeyHint("m", "more time"),
    KeyHint("x", "drop"),
    KeyHint("n", "new"),
)


async def show(desk: Desk, chosen: str = "") -> None:
    """Show the tasks, or go to one of them, and do what is asked for."""
    incident = current(desk)
    if not incident.tasks and not inherited(desk.room.snapshot.state, incident):
        await ask(desk)
        return

    def look() -> Rows:
        seen = desk.room.snapshot
        now = seen.state.incidents[incident.id]
        left = inherited(seen.state, now)
        rows = tasks.choices(now, seen.at, left)
        rows.sort(key=lambda row: bool(chosen) and row.key != chosen)
        found = {**now.tasks, **{tasks.of_another(origin, task): task for origin, task in left}}
        return rows, {row.key: _allowed(found[row.key]) for row in rows}

    title = tasks.headline(incident, desk.room.snapshot.at)
    answer: tuple[str, str] | None = await desk.ask(LedgerDialog(title, look, KEYS, context=context_line(desk)))
    if answer is not None:
        key, task = answer
        await (ask(desk) if key == "n" else _DO[key](desk, task))


def _allowed(task: Task) -> tuple[str, ...]:
    if not task.is_open:
        return ("n",)
    return (*(() if task.accepted is not None else ("a",)), "d", "m", "x", "n")


async def ask(desk: Desk) -> None:
    """Ask who is to do what by when."""
    current(desk)
    known = safe_text(", ".join(desk.context.people), 60)
    fields = (
        Field("person", "Who", "", f"one person, by name{f': {known}' if known else ''}", (), required=True),
        Field("span", "Within", "5m", "5m, 90s, 1h"),
        Field("text", "Does what", "", "what they report back on", (), required=True),
    )

    def check(answers: Mapping[str, str]) -> Mapping[str, str]:
        try:
            person_named(answers["person"], known_people(current(desk), {*desk.context.people, desk.context.actor}))
        except Refused as error:
            return {"person": str(error)}
        return {}

    answers = await ask_form(desk, "Give a task", fields, submit="give", validate=check)
    if answers is not None:
        await _give(desk, answers["person"], parse_duration(answers["span"]), answers["text"])


async def give(desk: Desk, line: str) -> bool:
    """Give a task as it was typed: "@bob 5m check the pool"."""
    return await _give(desk, *parse_task(line))


async def _give(desk: Desk, person: str, span: int, text: str) -> bool:
    incident, actor = current(desk), desk.context.actor
    return await desk.act(
        lambda state, now: commands.give_task(
            state, incident.id, person, span, text, actor=actor, now=now, known=desk.context.people
        ),
        f"{safe_text(person, 60)} has the task: did they say yes?{unlisted(desk, person)}",
    )


def _placed(desk: Desk, key: str) -> tuple[str, str]:
    """Return the incident and the task that a key means: of this incident, or of one that was merged into it."""
    origin, _, task = key.rpartition(":")
    return origin or current(desk).id, task


async def accept(desk: Desk, task: str) -> bool:
    """Say that its person is at it."""
    (incident, name), actor = _placed(desk, task), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.accept_task(state, incident, name, actor=actor), f"{name} is accepted"
    )


async def end(desk: Desk, how: str, task: str, text: str = "") -> bool:
    """End a task: done or dropped."""
    (incident, name), actor = _placed(desk, task), desk.context.actor
    return await desk.act(
        lambda state, _now: commands.end_task(state, incident, name, how, text, actor=actor), f"{name} is {how}"
    )


async def more(desk: Desk, task: str, span: int, reason: str) -> bool:
    """Give a task more time."""
    (incident, name), actor = _placed(desk, task), desk.context.actor
    return await desk.act(
        lambda state, now: commands.extend_task(state, incident, name, span, reason, actor=actor, now=now),
        f"{name} has more time",
    )


async def snooze(desk: Desk, line: str) -> bool:
    """Let the next update wait, as it was typed: "10m nothing new yet"."""
    incident, actor = current(desk), desk.context.actor
    span, _, reason = line.partition(" ")
    if not span:
        message = "Say how long and why: /snooze 10m nothing new until the restart is through"
        raise Refused(message)
    length = parse_duration(span)
    return await desk.act(
        lambda state, now: commands.snooze_update(state, incident.id, length, reason, actor=actor, now=now),
        f"the next update may wait {safe_text(span, 12)}",
    )


async def _ask_end(how: str, desk: Desk, task: str) -> None:
    label, hint, needed = {
        "done": ("Result", "what came of it; may stay empty", False),
        "dropped": ("Because", "why nobody needs it any more", True),
    }[how]
    answers = await ask_form(desk, f"{task} is {how}", (Field("text", label, "", hint, (), needed),))
    if answers is not None:
        await end(desk, how, task, answers["text"])


async def _ask_more(desk: Desk, task: str) -> None:
    fields = (
        Field("span", "From now", "5m", "5m, 90s, 1h"),
        Field("reason", "Because", "", "what holds it up", (), required=True),
    )
    answers = await ask_form(desk, f"More time for {task}", fields)
    if answers is not None:
        await more(desk, task, parse_duration(answers["span"]), answers["reason"])


_DO: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "a": accept,
    "d": partial(_ask_end, "done"),
    "m": _ask_more,
    "x": partial(_ask_end, "dropped"),
}
