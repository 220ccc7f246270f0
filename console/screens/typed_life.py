"""What is typed about the life of an incident: which one is shown, what belongs together, what it is."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

from console.incident.clock import parse_when
from console.incident.compromise import SORTS
from console.incident.times import NAMES
from console.screens.desk import Desk
from console.screens.flows import classifying, keeping, linking, maintaining, steering, switching
from console.screens.flows.asking import need


async def _time(desk: Desk, rest: str) -> object:
    usage = "/time started 14:05 WHY"
    name, _, more = need(rest, usage).partition(" ")
    when, _, reason = need(more.strip(), usage).partition(" ")
    return await steering.set_time(desk, name, parse_when(when, desk.room.snapshot.at), reason.strip())


async def _incident(desk: Desk, rest: str) -> object:
    await switching.switch(desk, rest)
    return None


def _relation(flow: Callable[[Desk, str, str], Awaitable[bool]]) -> Callable[[Desk, str], Awaitable[object]]:
    async def run(desk: Desk, rest: str) -> object:
        other, _, reason = rest.partition(" ")
        return await flow(desk, other, reason.strip().removeprefix("because "))

    return run


async def _set(desk: Desk, rest: str) -> object:
    field, _, value = rest.partition(" ")
    need(value.strip(), "/set FIELD VALUE")
    return await classifying.set_value(desk, field, value.strip())


async def _evidence(desk: Desk, rest: str) -> object:
    how, _, text = rest.partition(" ")
    if not how:
        await keeping.listed(desk)
        return None
    if how == "add":
        return await keeping.add(desk, need(text.strip(), "/evidence add FILE"))
    if how == "snapshot":
        await keeping.snapshot(desk)
        return None
    return await classifying.evidence(desk, how, text.strip())


async def _ioc(desk: Desk, rest: str) -> object:
    if not rest:
        await classifying.indicators(desk)
        return None
    sort, _, more = rest.partition(" ")
    found = _QUOTED.fullmatch(more.strip())
    quoted, plain, said = ("", "", "") if found is None else found.groups("")
    usage = '/ioc ip 203.0.113.7 seen in auth.log, or /ioc file "C:\\Program Files\\x.exe" WHY'
    return await classifying.indicator(desk, sort, need(quoted or plain, usage), said.strip())


_QUOTED = re.compile(r'(?:"([^"]*)"|(\S*))(.*)', re.DOTALL)
"""A value, in quotes where it has blanks, and what is said of it."""


RUN: Mapping[str, Callable[[Desk, str], Awaitable[object]]] = {
    "time": _time,
    "incident": _incident,
    "merge": _relation(switching.merge),
    "duplicate": _relation(switching.duplicate),
    "part": _relation(switching.part),
    "split": switching.split,
    "set": _set,
    "evidence": _evidence,
    "ioc": _ioc,
    "link": linking.typed,
    "maintenance": maintaining.typed,
}
"""What each of these commands does with everything after its name."""


def words(desk: Desk, name: str, rest: str) -> Sequence[str]:
    """Return what may stand behind one of these commands."""
    if name in {"incident", "merge", "duplicate", "part"}:
        here = desk.room.snapshot.chosen
        return [each for each in reversed(tuple(desk.room.snapshot.state.incidents)) if each != here]
    if name == "maintenance":
        return ["end", *desk.context.services] if " " not in rest else ()
    if name == "set" and " " in rest:
        return [f"{rest.partition(' ')[0]} {each}" for each in _values(desk, rest.partition(" ")[0])]
    fields = ["type", "codename", *(rule.id for rule in desk.context.fields)]
    return {"set": fields, "evidence": ["add", "snapshot", "taken", "waived"], "time": NAMES, "ioc": SORTS}.get(
        name, ()
    )


def _values(desk: Desk, field: str) -> Sequence[str]:
    """Return what a field may be set to, where that is a list."""
    if field == "type":
        return desk.context.types
    rule = next((each for each in desk.context.fields if each.id == field), None)
    if rule is None:
        return ()
    return ("yes", "no") if rule.kind == "yes_no" else rule.choices
