"""Hashes all evidence anew and says what is missing, changed, unknown or open to others. Writes nothing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from console.evidence.store import Store
from console.incident.errors import Failed
from console.incident.record import Incident

GOOD, MISSING, CHANGED, UNKNOWN, OPEN = "good", "missing", "changed", "unknown", "open"
_WRITABLE: Final = 0o377
"""What nobody may do with a kept file: its owner may read it, and that is all."""


class Verdict(NamedTuple):
    """What is so of one content: a word, its hash, a sentence, and the exhibits ("INC-... e1") that are it."""

    word: str
    sha256: str
    text: str
    exhibits: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
        return self.word == GOOD


def verify(
    log_dir: Path, incidents: Mapping[str, Incident], progress: Callable[[int, int], None] | None = None
) -> list[Verdict]:
    """Read every byte of the evidence that the incidents name; `progress` is told how many contents are done, of all.

    What lies in the store and is named by none of them is unknown; it may be a file whose log entry was never written.
    """
    store, wanted = Store(log_dir), named(incidents)
    verdicts = []
    for number, (sha256, exhibits) in enumerate(wanted.items(), 1):
        verdicts.append(_look(store, sha256, exhibits))
        if progress is not None:
            progress(number, len(wanted))
    verdicts += [_too_open(folder) for folder in store.open_folders()]
    for found in store.files():
        path = found.path.relative_to(store.folder)
        if found.sha256 not in wanted:
            verdicts.append(Verdict(UNKNOWN, found.sha256, f"{path} is named by no event: {found.size:,} bytes"))
        elif found.mode & _WRITABLE:
            mode = f"{path} has mode {found.mode:o}, and 400 was expected: chmod 400 {found.path}"
            verdicts.append(Verdict(OPEN, found.sha256, mode, wanted[found.sha256]))
    return verdicts


def named(incidents: Mapping[str, Incident]) -> dict[str, tuple[str, ...]]:
    """Return what exhibits ("INC-... e1") every hash stands for, in the order of the log."""
    wanted: dict[str, tuple[str, ...]] = {}
    for incident in incidents.values():
        for each in incident.exhibits.values():
            name = f"{incident.id} {each.id}"
            for sha256, said in ((each.kept.sha256, name), (each.kept.errors_sha256, f"{name} (standard error)")):
                if sha256:
                    wanted[sha256] = (*wanted.get(sha256, ()), said)
    return wanted


def _look(store: Store, sha256: str, exhibits: tuple[str, ...]) -> Verdict:
    if not os.path.lexists(store.path(sha256)):  # what a link leads to is not what was kept
        return Verdict(MISSING, sha256, f"{sha256} is gone", exhibits)
    try:
        size = sum(len(block) for block in store.blocks(sha256))
    except Failed as error:
        return Verdict(CHANGED, sha256, str(error), exhibits)
    return Verdict(GOOD, sha256, f"{size:,} bytes", exhibits)


def _too_open(folder: Path) -> Verdict:
    return Verdict(OPEN, "", f"others may look into {folder}: chmod 700 {folder}")
