"""Gathers what goes into a bundle into a private folder: copies of the log, samples of a time; names what is wrong."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from console.bundle import archive
from console.evidence.store import Store
from console.evidence.verifying import named
from console.incident.errors import Failed
from console.incident.events import Instant
from console.incident.record import Incident
from console.journal import backup, places
from console.journal.reading import LogReader
from console.journal.transfer import export_events
from console.journal.verify import verify

Sources = dict[str, Path]
"""Where the content of each file of a bundle lies, by its name in the bundle."""


class Span(NamedTuple):
    """From when to when (ms since 1970) samples are taken along."""

    start: Instant
    end: Instant


class Gathering:
    """Fills `sources`; `problems` says what was wrong, `missing` has the hashes of evidence that is gone."""

    def __init__(self, log_dir: Path, work: Path) -> None:
        self._log, self._work = log_dir, work
        self.sources: Sources = {}
        self.problems: list[str] = []
        self.missing: list[str] = []
        self.heads: dict[str, str] = {}

    def log(self) -> None:
        """Copy every writer's events, and say which chains are broken."""
        target = self._work / archive.LOG
        places.make_folder(target)
        for writer in places.writers(self._log):
            path = target / f"{writer}{places.EVENTS}"
            try:
                backup.copy_file(self._log / path.name, path)
            except Failed as error:
                self.problems.append(str(error))
                self._raw(path)
            self._add(path)
        self.problems += [each.problem for each in verify(target) if not each.ok and each.problem not in self.problems]
        reader = LogReader(target)
        self.heads = {writer: f"{seq}:{own}" for writer, (seq, own) in sorted(reader.heads().items())}
        reader.close()

    def samples(self, span: Span) -> None:
        """Copy the samples of a time."""
        places.make_folder(self._work / archive.LOG)
        for writer in places.writers(self._log, places.SAMPLES):
            path = self._work / archive.LOG / f"{writer}{places.SAMPLES}"
            try:
                if backup.copy_samples(self._log / path.name, path, span.start, span.end):
                    self._add(path)
            except Failed as error:
                self.problems.append(f"without the samples of {writer}: {error}")

    def events(self, incident: str) -> None:
        """Write the events of an incident as lines."""
        path = self._work / archive.EVENTS
        reader = LogReader(self._log)
        try:
            with path.open("x", encoding="utf-8") as file:
                for line in export_events(reader, reader.records(incident=incident)):
                    file.write(f"{line}\n")
            self.problems += [each for each in reader.problems if each not in self.problems]
        finally:
            reader.close()
        self._add(path)

    def evidence(self, incident: Incident) -> None:
        """Take along what the incident keeps; what is gone or was changed is named, and the changed copy goes along."""
        store = Store(self._log)
        for sha256, exhibits in named({incident.id: incident}).items():
            path, who = store.path(sha256), ", ".join(exhibits)
            if not path.is_file() or path.is_symlink():
                self.missing.append(sha256)
                self.problems.append(f"the evidence {who} ({sha256}) is gone")
            else:
                self.sources[f"{archive.EVIDENCE}/{sha256[:2]}/{sha256}"] = path

    def documents(self, paths: Iterable[Path]) -> None:
        """Take along documents that were written into the work folder."""
        for path in paths:
            self._add(path)

    def _raw(self, target: Path) -> None:
        """Copy a file that SQLite cannot read as it is: whoever knows more may get something out of it."""
        target.unlink(missing_ok=True)
        for ending in ("", "-wal"):
            source = self._log / f"{target.name}{ending}"
            if source.is_file():
                shutil.copyfile(source, f"{target}{ending}")
                if ending:
                    self._add(Path(f"{target}{ending}"))

    def _add(self, path: Path) -> None:
        if os.path.lexists(path):
            self.sources[path.relative_to(self._work).as_posix()] = path
