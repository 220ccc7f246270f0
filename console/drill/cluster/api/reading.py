"""Get and list: one object, or a page of many from one moment. Changes nothing in the world."""

import base64
import json
from typing import NamedTuple

from console.drill.cluster.api.encoding import Encoder
from console.drill.cluster.api.request import Answer, Request, Target, wants_metadata
from console.drill.cluster.refusals import ApiError, bad_request, expired, not_found
from console.drill.cluster.selectors import selection
from console.drill.cluster.values import Json, Key, key_of
from console.drill.cluster.world import SECOND, World

_LIFE = 300 * SECOND
_MOST = 64
_INCONSISTENT = -1
"""The version in the token that a refused page carries: go on with whatever is there now."""


class _Page(NamedTuple):
    """What is left of a list, as it was when its first page was asked for."""

    items: list[Json]
    version: int
    until: int
    selected: bool


class _Token(NamedTuple):
    """What a continue token says: the version of the list, which one it is, and the last key that was read."""

    version: int
    number: int
    after: Key

    def text(self) -> str:
        """Return it as clients carry it."""
        token = {"v": "meta.k8s.io/v1", "rv": self.version, "start": self.number, "after": self.after}
        return base64.urlsafe_b64encode(json.dumps(token).encode()).decode().rstrip("=")


def _read_token(text: str) -> _Token | None:
    if not text:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        namespace, name = found["after"]
        return _Token(int(found["rv"]), int(found["start"]), (str(namespace), str(name)))
    except (ValueError, KeyError, TypeError) as problem:
        raise bad_request("continue key is not valid: illegal base64 data") from problem


class Reader:
    """Answers get and list, and keeps the lists that are read page by page."""

    def __init__(self, world: World, encoder: Encoder) -> None:
        self._world = world
        self._encoder = encoder
        self._pages: dict[int, _Page] = {}
        self._count = 0

    def expire(self) -> None:
        """Forget every list that is being read: the next page is answered 410."""
        self._pages.clear()

    def get(self, request: Request, target: Target) -> Answer:
        """Return one object."""
        found = self._world.get(target.kind, target.namespace, target.name)
        if found is None:
            raise not_found(target.kind, target.name)
        custom = self._world.catalogue.is_custom(target.kind)
        metadata = wants_metadata(request)
        return Answer(200, self._encoder.whole(target.kind, found, metadata=metadata, custom=custom))

    def list(self, request: Request, target: Target) -> Answer:
        """Return a list, or the page of it that was asked for."""
        kind = target.kind
        limit = _number(request.query, "limit")
        token = _read_token(request.query.get("continue", ""))
        page = self._page(token) if token else None
        if page is None:
            page = self._fresh(request, target, token.after if token else None)
        items, rest = (page.items[:limit], page.items[limit:]) if limit else (page.items, [])
        head: Json = {"resourceVersion": str(page.version)}
        if rest:
            head["continue"] = self._keep(page._replace(items=rest), key_of(items[-1]))
            if not page.selected:
                head["remainingItemCount"] = len(rest)
        custom = self._world.catalogue.is_custom(kind)
        return Answer(200, self._encoder.many(kind, items, head, metadata=wants_metadata(request), custom=custom))

    def _fresh(self, request: Request, target: Target, after: Key | None) -> _Page:
        store = self._world.store
        asked = _number(request.query, "resourceVersion")
        if asked > store.version:
            text = f"Timeout: Too large resource version: {asked}, current: {store.version}"
            raise ApiError(504, "Timeout", text, {"causes": [{"reason": "ResourceVersionTooLarge"}]})
        exact = request.query.get("resourceVersionMatch") == "Exact"
        if exact and asked < store.history(target.kind).oldest:
            raise expired(str(asked), store.history(target.kind).oldest)
        test = selection(request.query, target.kind)
        if target.name:
            items = [found for found in [store.get(target.kind, target.namespace, target.name)] if found is not None]
        else:
            items = store.all(target.kind, target.namespace)
        chosen = [found for found in items if test(found)] if test else items
        chosen = [found for found in chosen if key_of(found) > after] if after else chosen
        return _Page(chosen, store.version, self._world.now + _LIFE, test is not None)

    def _keep(self, page: _Page, after: Key) -> str:
        self._count += 1
        self._pages[self._count] = page
        if len(self._pages) > _MOST:
            del self._pages[min(self._pages)]
        return _Token(page.version, self._count, after).text()

    def _page(self, token: _Token) -> _Page | None:
        """Return the list that a token goes on with; None when it asks for whatever is there now."""
        if token.version == _INCONSISTENT:
            return None
        page = self._pages.get(token.number)
        if page is None or page.until <= self._world.now:
            text = "The provided continue parameter is too old to display a consistent list result."
            text += " You can start a new list without the continue parameter, or use the continue token in this"
            text += " response to retrieve the remainder of the results."
            again = token._replace(version=_INCONSISTENT).text()
            raise ApiError(410, "Expired", text, meta={"continue": again})
        return page


def _number(query: dict[str, str], name: str) -> int:
    text = query.get(name, "") or "0"
    if not text.isdecimal():
        raise bad_request(f"{name}: Invalid value: {text!r}")
    return int(text)
