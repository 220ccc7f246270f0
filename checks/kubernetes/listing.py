"""Reads the list of one resource page by page onto its shelf; what comes after the list is others' business."""

import json
from collections.abc import Mapping
from typing import Any

from checks.kubernetes.access import Connection
from checks.kubernetes.fields import ODD
from checks.kubernetes.paging import lean, split
from checks.kubernetes.parsing import PARSING
from checks.kubernetes.patience import Manners, Refused
from checks.kubernetes.resources import Kept, Key, Resource
from checks.kubernetes.shelf import Shelf
from checks.kubernetes.trouble import InDoubt
from checks.wording import line

_TIMEOUT = (3.0, 15.0)
_LARGEST_PAGE = 500
_PAGE_BYTES = 1 << 20
_MOST_OBJECTS = 200_000
_OK, _ABSENT, _GONE = 200, 404, 410


class Stale(Exception):  # noqa: N818 - turned into a fresh list
    """The version that we are at is forgotten (410)."""


class Listing:
    """One resource; `skipped` counts the objects of the last list that could not be read."""

    def __init__(self, resource: Resource, shelf: Shelf, connection: Connection, manners: Manners) -> None:
        self._resource, self._shelf = resource, shelf
        self._connection, self._manners = connection, manners
        self._page, self._listed = 100, False
        self.skipped = 0

    def read(self) -> str:
        """Read all pages and return the version that they are of; the first time, rows are shown as they come."""
        fresh: dict[Key, Kept] = {}
        query = [("fieldSelector", self._resource.fields)] if self._resource.fields else []
        token, self.skipped = "", 0
        while not self._manners.over.is_set():
            asked = [*query, ("limit", str(self._page)), *([("continue", token)] if token else [])]
            status, raw = self._connection.fetch(
                "GET",
                self._resource.path(self._manners.namespace),
                asked,
                accept=self._resource.accept(listing=True),
                timeout=_TIMEOUT,
            )
            if status != _OK:
                raise refusal(status, raw)
            before = len(fresh) + self.skipped
            meta = self._take_page(raw, fresh)
            token, read = str(meta.get("continue") or ""), len(fresh) + self.skipped
            if token and read == before:
                raise InDoubt("the server gives the same page again and again")
            if read > _MOST_OBJECTS:
                raise InDoubt(f"more than {_MOST_OBJECTS:,} objects: name a namespace in the configuration")
            if not token:
                with PARSING:
                    self._shelf.replace(fresh)
                self._listed = True
                return str(meta["resourceVersion"])
        return ""

    def _take_page(self, raw: bytes, fresh: dict[Key, Kept]) -> Mapping[str, Any]:
        """Cut what is on a page and return the list's metadata; the size of the next page goes by this one's."""
        before, skipped = len(fresh), self.skipped
        try:
            with PARSING:
                try:
                    meta = self._cut_page(lean(raw) if self._resource.lean else raw, fresh)
                except ValueError:
                    self.skipped = skipped
                    meta = self._cut_page(raw, fresh)
        except ValueError as error:
            raise InDoubt(f"the server answered with something that is no list: {line(error, 80)}") from None
        number = max(len(fresh) - before, 1)
        self._page = max(20, min(_LARGEST_PAGE, _PAGE_BYTES * number // max(len(raw), 1)))
        return meta

    def _cut_page(self, raw: bytes, fresh: dict[Key, Kept]) -> Mapping[str, Any]:
        meta, items = split(raw)
        for item in items:
            try:
                key, kept = self._resource.keep(item)
            except ODD:
                self.skipped += 1
                continue
            fresh[key] = kept
            if not self._listed:
                self._shelf.put(key, kept)
        return meta


def refusal(status: int, raw: bytes) -> Exception:
    """Return what another answer than 200 means, in the words of the server."""
    if status == _GONE:
        return Stale()
    try:
        said = line(json.loads(raw)["message"], 250)
    except ODD:
        said = ""
    if status == _ABSENT:
        return Refused(status, "this cluster does not have it")
    return Refused(status, said or f"the server answered {status}")
