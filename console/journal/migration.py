"""The schema of a file: made where there is none, brought up to date with a backup first, refused where it is newer."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from console.incident.errors import Failed
from console.journal import schema
from console.journal.backup import copy_into
from console.journal.connection import Unusable, schema_version


class Schema(NamedTuple):
    """What a file of one kind looks like; `steps[n]` is the SQL from version n to n + 1; triggers come back after."""

    version: int
    tables: Sequence[str]
    triggers: Mapping[str, str]
    steps: Mapping[int, Sequence[str]]


EVENTS = Schema(schema.VERSION, schema.TABLES, schema.TRIGGERS, {})


def refuse_newer(path: Path, wanted: Schema = EVENTS) -> int:
    """Return the schema version of a file without changing a byte of it; `Failed` where it is newer than ours."""
    found = schema_version(path)
    if found > wanted.version:
        raise Unusable(
            f"{path} was written by a newer warroom (schema {found}; this one knows {wanted.version}). It is left as "
            "it is: use the newer warroom, or another --log-dir."
        )
    return found


def is_ready(path: Path, wanted: Schema = EVENTS) -> bool:
    """Tell whether a file can be read now; False where its writer is just making it, `Failed` where it never can."""
    found = refuse_newer(path, wanted)
    if 0 < found < wanted.version:
        raise Failed(
            f"{path} has an older schema ({found}; this warroom reads {wanted.version}); "
            "the console that writes to it brings it up to date when it starts next."
        )
    return found == wanted.version


def prepare(connection: sqlite3.Connection, path: Path, wanted: Schema = EVENTS) -> None:
    """Bring a file to the wanted schema in one transaction, after a backup beside it; raises sqlite3.Error."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == wanted.version:
        _put_back(connection, wanted)
        return
    if found > 0:
        copy_into(connection, path.with_name(f"{path.name}.v{found}.backup"))
    connection.execute("BEGIN IMMEDIATE")
    try:
        _climb(connection, found, wanted)
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _climb(connection: sqlite3.Connection, found: int, wanted: Schema) -> None:
    if found == 0:
        connection.execute(f"PRAGMA application_id={schema.APPLICATION}")
        statements = list(wanted.tables)
    else:
        for name in wanted.triggers:
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        statements = [sql for version in range(found, wanted.version) for sql in wanted.steps[version]]
    for sql in statements:
        connection.execute(sql)
    for sql in missing_triggers(connection, wanted):
        connection.execute(sql)
    connection.execute(f"PRAGMA user_version={wanted.version}")


def _put_back(connection: sqlite3.Connection, wanted: Schema) -> None:
    for sql in missing_triggers(connection, wanted):
        connection.execute(sql)


def missing_triggers(connection: sqlite3.Connection, wanted: Schema = EVENTS) -> list[str]:
    """Return the SQL of the triggers that the file lacks."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    return [sql for name, sql in wanted.triggers.items() if name not in there]
