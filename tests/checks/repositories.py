"""Git repositories for tests: made with the real git, dated by hand, blind to the settings of this machine."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

MINUTE = 60_000


class Repo:
    """A repository in a folder; times are ms since 1970."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main", *arguments)

    @property
    def env(self) -> dict[str, str]:
        """What a look at it needs: a home without settings."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder.parent)}

    def git(self, *arguments: str, at: int = 0, written: int | None = None) -> str:
        """Run git in it, as Ada at `at`; what was written may be dated otherwise."""
        who = {"NAME": "Ada Byron", "EMAIL": "ada@example.org"}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        dates = {"GIT_COMMITTER_DATE": _iso(at), "GIT_AUTHOR_DATE": _iso(at if written is None else written)}
        return subprocess.run(
            ("git", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false", "-C", str(self.folder), *arguments),
            env=self.env | names | dates,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def commit(self, subject: str, at: int, written: int | None = None, author: str = "") -> str:
        """Commit nothing but words; returns the hash."""
        by = (f"--author={author} <x@example.org>",) if author else ()
        self.git("commit", "--allow-empty", "--quiet", "-m", subject, *by, at=at, written=written)
        return self.git("rev-parse", "HEAD")


def _iso(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%dT%H:%M:%S}+0000"
