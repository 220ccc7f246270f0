"""Follows one resource: a paged list, then a watch, for ever; knows no screen, and tells nobody but its shelf."""

import json
import random
import time
from typing import Any

from checks.kubernetes.access import Connection, Stream
from checks.kubernetes.fields import ODD
from checks.kubernetes.listing import Listing, Stale, refusal
from checks.kubernetes.objects import ResourceSeen
from checks.kubernetes.paging import lean
from checks.kubernetes.parsing import PARSING
from checks.kubernetes.patience import Manners, Patience, Refused
from checks.kubernetes.resources import Resource
from checks.kubernetes.shelf import Shelf
from checks.kubernetes.trouble import InDoubt, Trouble
from checks.wording import line

_WATCH_SECONDS = 300
_SILENCE = 90.0
"""Seconds without a byte after which a watch is dead: bookmarks come every minute."""
_STEADY = 3.0
"""Seconds that a watch without a word must hold for its end to be no failure."""
_DOUBTFUL = 3
"""After so many failures in a row a fresh list is asked for: it may be another server that answers now."""
_TOGETHER = 50
"""Events that are taken in before others may parse."""
_OK, _GONE = 200, 410


class Follower:
    """One resource, on the thread that calls `run`. Whatever the server does, it goes on trying."""

    def __init__(self, resource: Resource, shelf: Shelf, connection: Connection, manners: Manners) -> None:
        self.resource, self.shelf = resource, shelf
        self._connection, self._manners = connection, manners
        self._patience = Patience(resource.name, manners)
        self._stream: Stream | None = None
        self._version = ""
        self._listing = Listing(resource, shelf, connection, manners)
        self._skipped = 0

    @property
    def seen(self) -> ResourceSeen:
        """How it goes."""
        return self._patience.seen._replace(size=len(self.shelf), skipped=self._listing.skipped + self._skipped)

    def run(self) -> None:
        """List and watch until it is over."""
        while not self._manners.over.is_set():
            try:
                if not self._version:
                    self._version = self._list()
                self._watch()
            except Stale:
                self._version = ""
                # The first time at once; a server that forgets all the time is asked less and less.
                self._patience.fails += 1
                if self._patience.fails > 1:
                    self._patience.wait(InDoubt("the server forgets at once what it has said (410)"))
            except (Trouble, Refused) as error:
                self._fail(error)
            except ODD as error:
                self._fail(InDoubt(f"the answer cannot be understood: {type(error).__name__}: {line(error, 80)}"))

    def nudge(self) -> None:
        """Try at once, and begin the watch anew: after a silence of the server the old one may lead nowhere."""
        self._patience.nudge()
        if (stream := self._stream) is not None:
            stream.close()

    def _fail(self, error: Exception) -> None:
        self._patience.fails += 1
        if self._patience.fails >= _DOUBTFUL:
            self._version = ""
        self._patience.wait(error)

    def _list(self) -> str:
        self._skipped = 0
        version = self._listing.read()
        self._patience.good()
        return version

    def _watch(self) -> None:
        """Take in what changes until the watch ends; a healthy one ends after some minutes."""
        seconds = _WATCH_SECONDS + random.randrange(60)  # noqa: S311 - so that not all end at once
        query = [("fieldSelector", self.resource.fields)] if self.resource.fields else []
        query += [("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", self._version)]
        query += [("timeoutSeconds", str(seconds))]
        path, accept = self.resource.path(self._manners.namespace), self.resource.accept(listing=False)
        began = time.monotonic()
        self._patience.fresh()
        with self._connection.stream(path, query, read_timeout=_SILENCE, accept=accept) as stream:
            if stream.status != _OK:
                raise refusal(stream.status, next(iter(stream.batches()), [b""])[0])
            self._stream = stream
            try:
                if self._manners.over.is_set():
                    return
                self._patience.good()
                for lines in stream.batches():
                    self._take_events(lines)
            finally:
                self._stream = None
                if time.monotonic() - began >= _STEADY:  # it worked, however it ended and however little was said
                    self._patience.fails = 0
        if time.monotonic() - began < _STEADY and not self._patience.nudged and not self._manners.over.is_set():
            raise InDoubt("the server ends the watch at once")
        self._patience.fails = 0

    def _take_events(self, lines: list[bytes]) -> None:
        for start in range(0, len(lines), _TOGETHER):
            with PARSING:
                for each in lines[start : start + _TOGETHER]:
                    if each:
                        self._take_event(each)
        self._patience.heard()

    def _parsed(self, raw: bytes) -> Any:
        if self.resource.lean:
            try:
                return json.loads(lean(raw))
            except ValueError:
                return json.loads(raw)
        return json.loads(raw)

    def _take_event(self, raw: bytes) -> None:
        event = self._parsed(raw)
        kind, found = event["type"], event["object"]
        if kind == "ERROR":
            code = found.get("code")
            raise Stale if code == _GONE else Refused(int(code or 500), line(found.get("message") or "an error"))
        try:
            if kind in {"ADDED", "MODIFIED"}:
                self.shelf.put(*self.resource.keep(found))
            elif kind == "DELETED":
                self.shelf.take((found["metadata"].get("namespace") or "", found["metadata"]["name"]))
        except ODD:
            self._skipped += 1
        self._version = str(found["metadata"]["resourceVersion"])
