"""Snapshots for the tests of what the screen says: an incident told by a story, and the text of what is drawn."""

from collections.abc import Sequence
from typing import Any

from console.present.snapshot import Context, LogSeen, Snapshot, SourceSeen
from tests.incident.story import START, Story, checklists, schemes
from widgets.values import Line, Row, TableValue

SECOND, MINUTE = 1000, 60_000


def context(**more: Any) -> Context:
    """What does not change: alice at the SEV1-SEV4 scheme."""
    return Context("alice", schemes()["sev1-4"], checklists())._replace(**more)


def an_incident(severity: str = "SEV1") -> Story:
    """An incident declared at START."""
    story = Story()
    story.declare(severity=severity)
    return story


def snapshot(story: Story | None = None, **more: Any) -> Snapshot:
    """The room at START, or where a story stands."""
    log = LogSeen("alice@host", "log", 9, "ok")
    seen = (
        Snapshot(START, log=log, ready=True) if story is None else Snapshot(story.now, story.state, log=log, ready=True)
    )
    return seen._replace(**more)


def source(name: str = "api http", error: str = "", last_good: int | None = START - 3 * SECOND) -> SourceSeen:
    """A source that is asked again in two seconds."""
    return SourceSeen(name, name.partition(" ")[0], last_good, error, START + 2 * SECOND, 5.0)


def said(line: Line) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


def row(table: TableValue, key: str) -> Row:
    """The row with this key; fails where there is none."""
    return next(each for each in table.rows if each.key == key)


def cells(table: TableValue, key: str) -> list[str]:
    """The texts of a row."""
    return [cell.text for cell in row(table, key).cells]


def notes(table: TableValue) -> Sequence[str]:
    """The notes below the rows."""
    return [said(note) for note in table.notes]
