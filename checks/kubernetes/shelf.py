"""The objects of one resource as last seen, sorted, with a count of changes. Knows no requests."""

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from typing import Any

from checks.kubernetes.resources import Kept, Key

Told = Callable[[Kept | None, Kept | None], None]
"""Told of an object before and after; None where there was or is none."""


def _nobody(_before: Kept | None, _after: Kept | None) -> None:
    return


class Shelf:
    """Filled by one thread, read by others. `most` (0: no limit) drops the rows that are oldest by their `at`."""

    def __init__(self, most: int = 0, told: Told = _nobody) -> None:
        self._most, self._told = most, told
        self._lock = threading.Lock()
        self._kept: dict[Key, Kept] = {}
        self._keys: list[Key] = []
        self._rows: tuple[Any, ...] | None = ()
        self.version = 0

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, key: Key, kept: Kept) -> None:
        """Add an object or replace it."""
        with self._lock:
            before = self._kept.get(key)
            if before is None:
                insort(self._keys, key)
            self._kept[key] = kept
            if before is not None and before.row == kept.row and before.mark == kept.mark:
                return  # nothing that is kept has changed
            self._changed()
            if self._most and len(self._keys) > self._most + self._most // 10:
                self._drop_oldest()
        self._told(before, kept)

    def take(self, key: Key) -> None:
        """Remove an object."""
        with self._lock:
            before = self._kept.pop(key, None)
            if before is None:
                return
            del self._keys[bisect_left(self._keys, key)]
            self._changed()
        self._told(before, None)

    def replace(self, all_of_them: Mapping[Key, Kept]) -> None:
        """Take what a fresh list says; what is not in it is gone."""
        with self._lock:
            old, self._kept = self._kept, dict(all_of_them)
            self._keys = sorted(self._kept)
            self._changed()
            if self._most and len(self._keys) > self._most:
                self._drop_oldest()
            new = self._kept
        for key, kept in old.items():
            now = new.get(key)
            if now is None or now != kept:
                self._told(kept, now)
        for key, kept in new.items():
            if key not in old:
                self._told(None, kept)

    def rows(self) -> tuple[Any, ...]:
        """Return the rows by namespace and name: the same tuple until something changed."""
        with self._lock:
            if self._rows is None:
                kept = self._kept
                self._rows = tuple([kept[key].row for key in self._keys])
            return self._rows

    def _changed(self) -> None:
        self._rows = None
        self.version += 1

    def _drop_oldest(self) -> None:
        by_age = sorted(self._kept.items(), key=lambda item: getattr(item[1].row, "at", 0) or 0)
        self._kept = dict(by_age[-self._most :])
        self._keys = sorted(self._kept)
