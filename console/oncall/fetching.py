"""Fetches calendars, with a time limit and a bound on their size, and keeps the last good one beside the log."""

import json
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from console.incident.clock import Clock
from console.incident.errors import Failed, WarroomError
from console.incident.events import Instant

FOLDER = "oncall"
FRESH = 5 * 60_000
"""Milliseconds for which nobody is asked again."""
LARGEST = 2_000_000
TIMEOUT = 10.0
_MOVES = 3


class Kept(NamedTuple):
    """A calendar as it was fetched at `at`; `problem` says why it could not be fetched again."""

    text: str
    at: Instant
    tag: str = ""
    problem: str = ""


class Fetcher:
    """Fetches one URL. `headers` signs in, and may refuse to; `writes` False keeps nothing on the disk."""

    def __init__(
        self, url: str, headers: Callable[[], Mapping[str, str]], log_dir: Path, clock: Clock, *, writes: bool
    ) -> None:
        self._url, self._headers, self._clock, self._writes = url, headers, clock, writes
        self._file = log_dir / FOLDER / f"{sha256(url.encode()).hexdigest()[:16]}.json"
        self.source = urlsplit(url).hostname or "a calendar"

    def get(self) -> Kept:
        """Return the calendar: the kept one while nothing newer can be had; Failed where there is none."""
        kept = self._read()
        if kept is not None and 0 <= self._clock() - kept.at < FRESH:
            return kept
        try:
            fresh = self._fetch(kept)
        except WarroomError as error:
            if kept is None:
                raise
            return kept._replace(problem=str(error))
        self._keep(fresh)
        return fresh

    def _fetch(self, kept: Kept | None) -> Kept:
        import httpx

        headers = {**self._headers(), **({"If-None-Match": kept.tag} if kept is not None and kept.tag else {})}
        try:
            with (
                httpx.Client(timeout=TIMEOUT, follow_redirects=True, max_redirects=_MOVES) as client,
                client.stream("GET", self._url, headers=headers) as answer,
            ):
                if kept is not None and answer.status_code == httpx.codes.NOT_MODIFIED:
                    return kept._replace(at=self._clock(), problem="")
                if not answer.is_success:
                    raise Failed(f"{self.source} answered {answer.status_code}.")
                text = self._text(answer)
                return Kept(text, self._clock(), answer.headers.get("etag", ""))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            # The address itself may be a secret: only the host is told.
            raise Failed(f"{self.source} could not be asked ({type(error).__name__}).") from None

    def _text(self, answer: object) -> str:
        import httpx

        assert isinstance(answer, httpx.Response)
        begun, parts, size = self._clock(), [], 0
        for part in answer.iter_bytes():
            size += len(part)
            if size > LARGEST:
                raise Failed(f"{self.source} sent more than {LARGEST:,} bytes.")
            if self._clock() - begun > TIMEOUT * 1000:
                raise Failed(f"{self.source} took longer than {TIMEOUT:.0f} s.")
            parts.append(part)
        return b"".join(parts).decode("utf-8", "replace")

    def _read(self) -> Kept | None:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return Kept(str(found["text"]), int(found["at"]), str(found["tag"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(self, kept: Kept) -> None:
        """Write it for the next time; a disk that takes nothing costs the cache, not the answer."""
        if not self._writes:
            return
        content = json.dumps({"text": kept.text, "at": kept.at, "tag": kept.tag})
        beside = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            private = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(private, "w", encoding="utf-8") as out:
                out.write(content)
            beside.replace(self._file)
        except OSError:
            beside.unlink(missing_ok=True)
