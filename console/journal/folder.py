"""The event logs of all writers of a log directory, asked in SQL; what cannot be read is named. Creates nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from console.incident.errors import Failed
from console.journal import migration, places
from console.journal.logfile import LogFile

_PAGE = 2000
_MANY = 10
"""Where one event in so many is wanted, all are read in their order: an index sorts what it finds for every page."""
_ROWS = "SELECT seq, body, prev_hash, hash FROM events{} WHERE seq > ?{} ORDER BY seq LIMIT {}"
Found = TypeVar("Found")
Decode = Callable[[str, bytes, bytes], Found]


class LogFolder:
    """Opens writers' files as they appear. `problems` has a sentence by file and by event that cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: dict[str, str] = {}
        self._files: dict[str, LogFile] = {}

    def writers(self) -> list[str]:
        """Return the names of all writers."""
        try:
            found = places.writers(self.path)
        except Failed as error:
            self.problems[""] = str(error)
            return []
        self.problems.pop("", None)
        return found

    def file(self, writer: str) -> LogFile | None:
        """Return a writer's file, or None where it cannot be read."""
        known = self._files.get(writer)
        if known is not None:
            return known
        path = places.events_file(self.path, writer)
        try:
            if not path.exists() or not migration.is_ready(path):
                return None
        except Failed as error:
            self.problems[writer] = str(error)
            return None
        self.problems.pop(writer, None)
        return self._files.setdefault(writer, LogFile(path))

    def ask(self, writer: str, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question to one writer's file; none, and a problem, where it cannot be read."""
        file = self.file(writer)
        try:
            return file.query(sql, values) if file is not None else []
        except Failed as error:
            self.problems[writer] = str(error)
            return []

    def changed(self, writer: str) -> bool:
        """Tell whether a writer committed anything since this was last asked; cheap."""
        file = self.file(writer)
        try:
            return file is not None and file.changed()
        except Failed as error:
            self.problems[writer] = str(error)
            return False

    def walk(
        self, writer: str, decode: Decode[Found], where: str = "", values: Sequence[Any] = (), after: int = 0
    ) -> Iterator[tuple[int, Found]]:
        """Yield (seq, event) of a writer after a number, a page at a time; bad ones are named and left out."""
        size, way = _PAGE, ""
        while True:
            page = self.ask(writer, _ROWS.format(way, where, size), [after, *values])
            if page and page[-1][0] > after:  # a damaged index may give the same rows again
                yield from self.decoded(writer, decode, page)
                way = " NOT INDEXED" if page[-1][0] - after < _MANY * size else ""
                after = page[-1][0]
            elif page:
                return
            elif writer in self.problems and size > 1:
                size = max(1, size // 20)  # up to where the disk gives nothing more, all of it counts
                continue
            if len(page) < size:
                return

    def decoded(
        self, writer: str, decode: Decode[Found], rows: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[int, Found]]:
        """Yield (seq, event) of rows (seq, body, prev_hash, hash)."""
        for seq, body, prev_hash, own_hash in rows:
            try:
                yield seq, decode(body, prev_hash, own_hash)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.problems[f"{writer}/{seq}"] = f"Event {writer}/{seq} is damaged and left out."

    def close(self) -> None:
        """Let go of all files; the next question opens them again."""
        for file in self._files.values():
            file.close()
        self._files.clear()
