"""Pure: the shifts that stand in an oncall.toml; every mistake has its line, and the rest still counts."""

from collections.abc import Collection, Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from console.incident.errors import Refused
from console.oncall.rota import Shift
from console.settings.lines import key_lines
from console.settings.problems import Problem
from console.settings.tables import Report, Table, moment
from console.suggestion import hint
from console.toml_text import NotToml, parse_toml

_A_TIME = "a time such as 2026-11-20T09:00:00, or 2026-11-20T09:00:00Z"


Read = tuple[tuple[Shift, ...], list[Problem]]


def parse_shifts(text: str, file: str, schedule: str, people: Collection[str]) -> Read:
    """Return the shifts of one schedule, and what is wrong in the file. Without `people` anybody may have a shift."""
    try:
        document = parse_toml(text)
    except NotToml as error:
        message = f"{error.place(file)}: this is not TOML: {error}."
        raise Refused(message) from error
    report = Report(file, key_lines(text))
    table = Table(document, (), report)
    name = table.zone("timezone", "UTC")
    zone = None if name is None else ZoneInfo(name)  # of times that say none
    shifts = tuple(_shifts(table, schedule, people, zone))
    table.finish()
    return shifts, report.problems


def _shifts(document: Table, schedule: str, people: Collection[str], zone: tzinfo | None) -> Iterator[Shift]:
    for table in document.tables("shift"):
        person, mine = table.text("person"), table.text("schedule", schedule) == schedule
        since, until = _instant(table, "from", zone), _instant(table, "to", zone)
        table.finish()
        if not person:
            table.refuse("person", "who is on call")
        elif people and person not in people:
            known = f"a person under [people]: {', '.join(people)}"
            table.report.add((*table.path, "person"), f'"{person}"', known, hint(person, people))
        elif since is not None and until is not None:
            if until <= since:
                table.refuse("to", "a time after 'from'")
            elif mine:
                yield Shift(person, since, until)


def _instant(table: Table, key: str, zone: tzinfo | None) -> int | None:
    found = moment(table, key)
    if found is None:
        table.refuse(key, _A_TIME)
        return None
    if found.tzinfo is None and zone is None:
        table.refuse(key, "a time with its offset such as 2026-11-20T09:00:00Z: the timezone of the file is not known")
        return None
    aware = found if found.tzinfo is not None else found.replace(tzinfo=zone)
    return round(aware.timestamp() * 1000)
