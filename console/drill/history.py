"""The shop's git repository: a commit for every deployment, with its time. Made by git, which a drill may run."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from console.incident.events import Instant

_PATIENCE = 10.0


class Commit(NamedTuple):
    """A commit at `at` (ms): what `by` wrote, and the file that it changed."""

    at: Instant
    by: str
    text: str
    file: str


class History:
    """A repository in a folder; without a git that works there is none, and nothing is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._program = shutil.which("git") or ""
        self._count = 0
        self.there = bool(self._program)
        self._git("init", "-q", str(folder), at=folder.parent)
        self._git("symbolic-ref", "HEAD", "refs/heads/main")

    def add(self, commits: Iterable[Commit]) -> None:
        """Add commits, the oldest first."""
        found = list(commits)
        if found:
            stream = "".join(self._spelt(each, first=not place) for place, each in enumerate(found))
            self._git("fast-import", "--quiet", given=stream)

    def _spelt(self, each: Commit, *, first: bool) -> str:
        """Write a commit as fast-import reads it; the first of a stream follows what is there."""
        after = "from refs/heads/main^0\n" if first and self._count else ""
        self._count += 1
        text = f"release {self._count}\n"
        who = f"{each.by} <{each.by}@shop.example> {each.at // 1000} +0000"
        return (
            f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n{_data(each.text)}{after}"
            f"M 100644 inline {each.file}\n{_data(text)}\n"
        )

    def _git(self, *words: str, at: Path | None = None, given: str = "") -> None:
        if not self.there:
            return
        try:
            subprocess.run(  # noqa: S603 - its words are ours, and what it is given is data
                [self._program, *words],
                cwd=at or self.folder,
                input=given.encode(),
                capture_output=True,
                timeout=_PATIENCE,
                check=True,
                env={"PATH": os.defpath, "HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            self.there = False


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
