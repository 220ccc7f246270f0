"""Large texts beside the events: erased on request, while the chain over their hashes stays whole."""

import sqlite3

from console.incident.errors import Refused
from console.incident.events import Unrecognised
from console.journal import rows
from console.journal.chain import ChainEnd
from console.journal.opening import Journal
from console.journal.rows import Clean

ERASED = "text.erased"
"""The kind of the event that says who erased which text, and why."""


def erase(journal: Journal, own_hash: str, *, actor: str, reason: str) -> None:
    """Overwrite a large text of this writer's own file; the event that had it stays, with its hash.

    What the event itself holds (the first 256 characters) stays. Copies elsewhere (backups, exports, search) are not
    reached. `Refused` where this writer has no such text.
    """

    def work(connection: sqlite3.Connection, end: ChainEnd) -> None:
        there = _key(own_hash)
        question = "SELECT 1 FROM texts WHERE hash = ? AND bytes IS NOT NULL"
        if connection.execute(question, (there,)).fetchone() is None:
            raise Refused(f"{journal.writer} has no large text {own_hash}; another writer erases its own.")
        said = Unrecognised(ERASED, f"erased a large text: {reason}", {"hash": own_hash, "reason": reason})
        entry = Clean(actor, dict(said.data), "", said.kind, None, pinned=False, supersedes="", text=said.text)
        end.add(connection, [rows.seal(entry)], journal.now())
        connection.execute("UPDATE texts SET bytes = NULL, erased_at = ? WHERE hash = ?", (journal.now(), there))

    journal.run(work).result()
    journal.scrub()


def _key(own_hash: str) -> bytes:
    try:
        return bytes.fromhex(own_hash)
    except ValueError as error:
        raise Refused(f"{own_hash} is no hash: 64 digits 0-9 a-f were expected.") from error
