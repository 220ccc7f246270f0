"""Pure: [room] types and fishbone, [[field]], [[maintenance]] and [[freeze]] of a warroom.toml to values."""

import re
from collections.abc import Iterator, Sequence

from console.settings.own import ClosureSettings, FieldSettings, Own
from console.settings.probes import required
from console.settings.tables import Table, moment, shown
from console.suggestion import hint

KINDS = ("text", "number", "choice", "yes_no", "time")
REQUIRED_AT = ("identified", "mitigating", "monitoring", "resolved", "closed")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_FEWEST, _MOST, _LONGEST = 2, 12, 24
"""Categories of a fishbone, and characters of one."""
_TAKEN = ("type", "codename")
"""What `/set` knows by itself."""


def read_types(room: Table) -> tuple[str, ...]:
    """Return the types of incidents that the room adds."""
    found = tuple(dict.fromkeys(room.texts("types")))
    for each in found:
        if not _NAME.fullmatch(each):
            room.report.add((*room.path, "types"), shown(each), 'short names in small letters such as ["data-loss"]')
    return tuple(each for each in found if _NAME.fullmatch(each))


def read_fishbone(room: Table) -> tuple[str, ...]:
    """Return the categories of what contributes; none where there are too few or too many to draw."""
    found = tuple(dict.fromkeys(" ".join(each.split()) for each in room.texts("fishbone") if each.strip()))
    if (found and not _FEWEST <= len(found) <= _MOST) or any(len(each) > _LONGEST for each in found):
        expected = f'{_FEWEST} to {_MOST} short names such as ["People", "Process", "Code"]'
        room.report.add((*room.path, "fishbone"), shown(list(found)), expected)
        return ()
    return found


def read_own(document: Table, types: tuple[str, ...], services: Sequence[str], contexts: Sequence[str]) -> Own:
    """Return everything that the room adds."""
    closures = (*_maintenance(document, services, contexts), *_freezes(document))
    return Own(types, tuple(_fields(document)), closures)


def _fields(document: Table) -> Iterator[FieldSettings]:
    seen: set[str] = set()
    for table in document.tables("field"):
        name = required(table, "id", "a short name in small letters")
        if name and (not _NAME.fullmatch(name) or name in seen or name in _TAKEN):
            table.refuse("id", "a short name in small letters that no other field has")
        kind = table.choice("kind", KINDS, "text")
        field = FieldSettings(
            name,
            table.text("label", name.replace("_", " ")),
            kind,
            table.texts("choices"),
            table.choice("required_at", REQUIRED_AT),
        )
        if (kind == "choice") != bool(field.choices) and not {"kind", "choices"} & set(table.wrong()):
            expected = 'choices = ["..."], and kind = "choice" with it'
            table.report.add((*table.path, "choices"), "one of the two alone", expected)
        table.finish()
        seen.add(name)
        if name and not {"id", "kind", "choices"} & set(table.wrong()):  # the log keeps what it holds
            yield field


def _maintenance(document: Table, services: Sequence[str], contexts: Sequence[str]) -> Iterator[ClosureSettings]:
    for table in document.tables("maintenance"):
        service, cluster = _known(table, "service", services), _known(table, "cluster", contexts)
        if ("service" in table) == ("cluster" in table):
            table.report.add(table.path, "both or none of them", "either service or cluster")
        span = _span(table)
        if span is not None and (service or cluster):
            yield ClosureSettings("maintenance", *span, table.text("reason"), service, cluster)
        table.finish(("reason",))


def _freezes(document: Table) -> Iterator[ClosureSettings]:
    for table in document.tables("freeze"):
        span = _span(table)
        if span is not None:
            yield ClosureSettings("freeze", *span, table.text("reason"))
        table.finish(("reason",))


def _known(table: Table, key: str, names: Sequence[str]) -> str:
    """Read the name of something that the configuration has."""
    value = table.text(key)
    if value and value not in names:
        known = f"one of {', '.join(names)}" if names else f"a name that a [[{key}]] section has"
        table.refuse(key, known, hint(value, names))
        return ""
    return value


def _span(table: Table) -> tuple[int, int] | None:
    since, until = _instant(table, "from"), _instant(table, "to")
    if since is not None and until is not None and until <= since:
        table.refuse("to", "a time after the one of from")
        return None
    return None if since is None or until is None else (since, until)


def _instant(table: Table, key: str) -> int | None:
    """Read a time with its offset, with or without quotes, as ms since 1970."""
    value = moment(table, key)
    if value is not None and value.tzinfo is not None:
        return round(value.timestamp() * 1000)
    table.refuse(key, "a time with its offset such as 2026-12-24T18:00:00Z")
    return None
