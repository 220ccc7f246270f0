"""The log of a container, followed with a cap, across restarts of the container and of the server. Judges nothing."""

import json
import re
import threading
from collections import deque
from typing import NamedTuple

from checks.kubernetes.access import Connection, Stream
from checks.kubernetes.fields import ODD, part, parts
from checks.kubernetes.trouble import InDoubt, Trouble
from checks.wording import line

MIB = 1 << 20
_LONGEST_LINE = 4000
_SILENCE = 60.0
"""Seconds without a line after which the log is asked for again: a quiet log and a dead server look the same."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 15.0
_FLOOD, _BREATH = 1 << 16, 0.02
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* ?")
_CHOICES = re.compile(r"choose one of: \[([^\]]+)\]")
_OK, _GONE = 200, 404


class LogSeen(NamedTuple):
    """The newest lines, the last one newest; `dropped` counts those before them that were read and let go.

    `ended` says why nothing more comes (for now), `error` why the log cannot be read; "" otherwise.
    """

    lines: tuple[str, ...] = ()
    dropped: int = 0
    ended: str = ""
    error: str = ""


class LogTail:
    """Follows one container ("": the first one); with `previous` reads the log of the life before, once.

    `most` lines and `cap` bytes are kept. `start`, `stop` and `seen` return at once.
    """

    def __init__(
        self,
        connection: Connection,
        namespace: str,
        pod: str,
        container: str = "",
        *,
        previous: bool = False,
        most: int = 2000,
        cap: int = MIB,
    ) -> None:
        self._connection, self._path = connection, f"/api/v1/namespaces/{namespace}/pods/{pod}/log"
        self.container, self.previous = container, previous
        self._most, self._cap = most, cap
        self._lock, self._over = threading.Lock(), threading.Event()
        self._stream: Stream | None = None
        self._lines: deque[str] = deque()
        self._size = self._dropped = 0
        self._stamp = self._had = b""
        self._seen: LogSeen | None = LogSeen()
        self._ended = self._error = ""

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="warroom-cluster-log", daemon=True).start()

    def stop(self) -> None:
        """End it; nothing is waited for."""
        with self._lock:
            self._over.set()
        if (stream := self._stream) is not None:
            stream.close()

    def seen(self) -> LogSeen:
        """Return what was read: the same object until there is more."""
        with self._lock:
            if self._seen is None:
                self._seen = LogSeen(tuple(self._lines), self._dropped, self._ended, self._error)
            return self._seen

    def _run(self) -> None:
        wait = _FIRST_WAIT
        while not self._over.is_set():
            before = self._stamp
            try:
                ended = self._read()
            except (Trouble, *ODD) as error:
                self._say(error=str(error) or type(error).__name__)
            else:
                if ended:
                    self._say(ended=ended)
                    return
            wait = _FIRST_WAIT if self._stamp != before else min(wait * 2, _LONGEST_WAIT)
            self._over.wait(wait)

    def _read(self) -> str:
        """Read until the server ends it; returns why it is over for good, "" where it may go on."""
        query = [("timestamps", "true"), ("tailLines", str(self._most))]
        query += [("container", self.container)] if self.container else []
        query += [("previous", "true")] if self.previous else [("follow", "true")]
        self._had = self._stamp
        if self._had:
            query.append(("sinceTime", self._had.decode("ascii", "replace")[:19] + "Z"))
        with self._connection.stream(self._path, query, read_timeout=_SILENCE, accept="*/*") as stream:
            if stream.status != _OK:
                return self._refused(stream)
            self._stream = stream
            if self._over.is_set():  # it was stopped while the log was asked for: nobody else ends this stream
                return ""
            self._say()
            try:
                self._take_all(stream)
            except InDoubt as error:
                if "in time" not in str(error):  # silence is no error of a log
                    raise
                return ""
            finally:
                self._stream = None
        if self.previous:
            return "this is all that the container before has written"
        if not self._over.is_set():
            self._say(ended="the container has ended; its next one is waited for")
        return ""

    def _refused(self, stream: Stream) -> str:
        raw = b"".join(next(iter(stream.batches()), [b""]))
        try:
            said = line(json.loads(raw)["message"], 250)
        except ODD:
            said = f"the server answered {stream.status}"
        choices = _CHOICES.search(said)
        if choices and not self.container:
            self.container = choices[1].split()[0]
            return self._read()
        if stream.status == _GONE:
            return "the pod is gone"
        self._say(error=said)
        return said if self.previous else ""

    def _take_all(self, stream: Stream) -> None:
        rest = b""
        for piece in stream.pieces():
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            if len(rest) > _LONGEST_LINE * 4:
                lines.append(rest)
                rest = b""
            self._take(lines)
            if len(piece) >= _FLOOD:
                self._over.wait(_BREATH)  # a log that floods is read no faster than it can be shown
        if rest:
            self._take([rest])

    def _take(self, lines: list[bytes]) -> None:
        with self._lock:
            if self._over.is_set():
                return
            for each in lines:
                stamp = _STAMP.match(each)
                if stamp is not None:
                    at = stamp[0].strip()
                    if at <= self._had:
                        continue  # it was read before the log was asked for again
                    self._stamp = max(self._stamp, at)
                text = each[stamp.end() if stamp else 0 :][: _LONGEST_LINE * 4].decode("utf-8", "replace")
                shown = text.rstrip("\r")[:_LONGEST_LINE]
                self._lines.append(shown)
                self._size += len(shown) + 1
            while self._lines and (len(self._lines) > self._most or self._size > self._cap):
                self._size -= len(self._lines.popleft()) + 1
                self._dropped += 1
            self._seen = None
            self._ended = self._error = ""

    def _say(self, *, ended: str = "", error: str = "") -> None:
        with self._lock:
            if (ended, error) != (self._ended, self._error):
                self._ended, self._error, self._seen = ended, error, None


def containers(connection: Connection, namespace: str, pod: str) -> tuple[str, ...]:
    """Return the names of a pod's containers, those that start it last; raises Trouble, empty where there is no pod."""
    answer = connection.request("GET", f"/api/v1/namespaces/{namespace}/pods/{pod}")
    spec = part(answer.body, "spec") if answer.status == _OK and isinstance(answer.body, dict) else {}
    return tuple(str(each.get("name")) for kind in ("containers", "initContainers") for each in parts(spec, kind))
