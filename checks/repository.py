"""Reads the newest commits and tags of a git repository on this machine, by the git program; knows no host of one.

What stands in the repository's own configuration is not run: no hook, monitor, signature program, pager or fetch.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from checks.change import Change
from checks.command import run
from checks.sample import Status
from checks.source import NoAnswer
from checks.wording import line

HOUR = 3_600_000
BACK = 2 * HOUR
"""How far back (ms) commits and tags are asked for."""
MOST = 200
"""Commits that are read at most, the newest."""
MOST_TAGS = 50
HARMLESS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.alternateRefsCommand=",
    "core.askPass=",
    "credential.helper=",
    "log.showSignature=false",
    "protocol.allow=never",
)
_ALSO = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
_COMMITS = (
    f"--max-count={MOST}",
    "--encoding=UTF-8",
    "--no-show-signature",
    "--no-notes",
    "--no-decorate",
    "--no-patch",
    "--no-ext-diff",
    # A subject may be megabytes long; cut here, it cannot crowd out the other commits.
    "--format=%H%x00%ct%x00%at%x00%<(80,trunc)%an%x00%<(200,trunc)%s",
    "--branches",
    "--remotes",
)
_FIELDS = ("refname", "objectname", "*objectname", "creatordate:unix", "taggername", "contents:subject")
_TAGS = (
    "--sort=-creatordate",
    f"--count={MOST_TAGS}",
    f"--format={'%00'.join(f'%({field})' for field in _FIELDS)}",
    "refs/tags",
)


class Seen(NamedTuple):
    """What one look found; `notes` are sentences on what is left out. None of it lies after the look."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


class Repository:
    """One repository: `path` is the folder that holds .git (or a bare one), `name` what it is called."""

    def __init__(self, path: Path, name: str, env: Mapping[str, str], patience: float = 10.0) -> None:
        self.path, self.name = path, name
        self._env, self._patience = env, patience
        config = {name: env[name] for name in ("XDG_CONFIG_HOME",) if name in env}
        # Without the ceiling a folder that is no repository would show the commits of one around it.
        self._also = {**_ALSO, **config, "GIT_CEILING_DIRECTORIES": str(path.parent)}

    async def look(self, now: int) -> Seen:
        """Return the commits and tags of the last two hours before `now` (ms); NoAnswer with a sentence."""
        since = now - BACK
        shallow = await self._git("rev-parse", "--is-shallow-repository")
        notes = [f"{self.name} is a shallow clone: older commits are missing"] if shallow.strip() == "true" else []
        detached = await self._is_detached()
        if detached:
            notes.append(f"{self.name} has no branch checked out (detached HEAD)")
        head = ("HEAD",) if detached else ()
        listed = await self._git("log", *_COMMITS, f"--max-age={since // 1000}", *head, "--")
        found = [*_commits(listed, self.name), *_tags(await self._git("for-each-ref", *_TAGS), self.name)]
        ahead = sum(1 for change in found if change.at > now)
        if ahead:
            notes.append(f"{ahead} in {self.name} dated in the future: shown once that time has come")
        if listed.count("\n") >= MOST:
            notes.append(f"only the newest {MOST} commits of {self.name} are shown")
        return Seen(tuple(change for change in found if since <= change.at <= now), tuple(notes))

    async def _git(self, command: str, *arguments: str) -> str:
        code, out, err = await self._run(command, *arguments)
        if code:
            raise NoAnswer(Status.UNKNOWN, _reason(err, self.path))
        return out

    async def _is_detached(self) -> bool:
        code, _, err = await self._run("symbolic-ref", "--quiet", "HEAD")
        if code > 1:
            raise NoAnswer(Status.UNKNOWN, _reason(err, self.path))
        return code == 1

    async def _run(self, command: str, *arguments: str) -> tuple[int, str, str]:
        settings = (word for setting in HARMLESS for word in ("-c", setting))
        always = ("--no-pager", "--no-optional-locks", "--no-replace-objects", "-C", str(self.path))
        argv = ("git", *always, *settings, command, *arguments)
        done = await run(argv, self._env, self._patience, also=self._also)
        # What was cut off in the middle of a line is no commit.
        return done.code, done.out[: done.out.rfind("\n") + 1] if done.cut else done.out, done.err


def _commits(listed: str, name: str) -> Iterator[Change]:
    for each in listed.split("\n"):
        fields = each.split("\0")
        if len(fields) == 5 and fields[1].isdecimal():  # noqa: PLR2004 - the fields of _COMMITS
            own, committed, written, author, subject = fields
            at = int(committed) * 1000
            text = f"{name} {own[:7]} {line(subject)}{_written(at, written)}"
            yield Change(at, "git", "commit", f"git {name}", text, f"git:commit:{own}", line(author, 80), name)


def _written(at: int, written: str) -> str:
    """Say when a commit was written, where that is not when it was committed: it was kept, rebased or picked."""
    instant = int(written) * 1000 if written.isdecimal() else at
    if abs(at - instant) <= HOUR:
        return ""
    return f" (written {day_and_time(instant)})"


def _tags(listed: str, name: str) -> Iterator[Change]:
    for each in listed.split("\n"):
        fields = each.split("\0")
        if len(fields) == len(_FIELDS) and fields[3].isdecimal():
            ref, own, peeled, created, tagger, subject = fields
            tag = line(ref.removeprefix("refs/tags/"), 80)
            # A lightweight tag has no date, author or message of its own: git tells those of its commit.
            told = line(subject) if peeled else "(dated by its commit)"
            text = f"{name} {(peeled or own)[:7]} tag {tag} {told}".strip()
            at = int(created) * 1000
            yield Change(at, "git", "tag", f"git {name}", text, f"git:tag:{tag}:{own}", line(tagger, 80), name)


def day_and_time(at: int) -> str:
    """Write an instant (ms) as "2026-11-21 17:42Z"; a date that no calendar has as its number."""
    try:
        return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M}Z"
    except (ValueError, OverflowError, OSError):
        return f"@{at // 1000}"


def _reason(err: str, path: Path) -> str:
    """Turn what git says into a sentence for the commander."""
    if "dubious ownership" in err:
        # The command comes first: a sentence is cut at its end where a path is long.
        return f"belongs to another user; to trust it: git config --global --add safe.directory {path}"
    if "not a git repository" in err:
        return f"{path} is not a git repository: name the folder that holds .git"
    if "cannot change to" in err:
        return f"{path} cannot be opened: {err.strip().rpartition(': ')[2]}"
    said = next((each for each in err.splitlines() if each.startswith(("fatal:", "error:"))), "git gave no reason")
    return f"{path} cannot be read: {said.removeprefix('fatal: ').removeprefix('error: ')}"
