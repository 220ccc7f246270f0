"""Pure: an entry as the body that is hashed and stored, and a stored body as the event again. Knows no file."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from console.incident.codec import decode, encode
from console.incident.events import Entry, Event, Fact
from console.journal.canonical import Redact, canonical, clean, clean_text

LARGE: Final = 4096
"""Texts of more bytes than this lie beside the event, under their hash, so that they can be erased."""

KEPT: Final = 256
"""So many characters of a large text stay in the event."""


_FIELDS = frozenset(
    (
        "actor",
        "data",
        "incident",
        "kind",
        "occurred_at",
        "pinned",
        "recorded_at",
        "supersedes",
        "text",
        "writer",
        "seq",
        "hlc",
    )
)


class Large(NamedTuple):
    """A large text: `path` is "text" or "data/NAME/..." in the event, `hash` the hex SHA-256 of `content`."""

    path: str
    hash: str
    content: bytes


class Prepared(NamedTuple):
    """An entry that is redacted, checked and encoded; what is missing is its place in the log.

    `text` and `data` are whole; `short_text` and `data_json` are what the event itself holds.
    """

    incident: str
    occurred_at: int | None
    actor: str
    kind: str
    text: str
    data: dict[str, Any]
    pinned: bool
    supersedes: str
    short_text: str
    data_json: str
    large: tuple[Large, ...]
    fact: Fact | None


def prepare(entry: Entry, redact: Redact) -> Prepared:
    """Redact and encode an entry; `Refused` where it holds what the log cannot."""
    kind, text, data = encode(entry.fact)
    kept_text = clean_text(text, redact)
    kept = clean(data, redact)
    same = kept_text == text and kept == data
    return seal(
        {
            "actor": clean_text(entry.actor, redact),
            "data": kept,
            "incident": clean_text(entry.incident, redact),
            "kind": kind,
            "occurred_at": clean(entry.occurred_at, redact),
            "pinned": entry.pinned,
            "supersedes": entry.supersedes,
            "text": kept_text,
        },
        entry.fact if same else None,
    )


def seal(fields: Mapping[str, Any], fact: Fact | None = None) -> Prepared:
    """Encode fields that are clean already; `fact` where it is known to say the same."""
    text: str = fields["text"]
    data: dict[str, Any] = fields["data"]
    short_text, data_json = text, canonical(data)
    large: tuple[Large, ...] = ()
    if len(text) + len(data_json) > LARGE // 4:
        short_text, data_json, large = _set_aside(text, data, data_json)
    return Prepared(
        fields["incident"],
        fields["occurred_at"],
        fields["actor"],
        fields["kind"],
        text,
        data,
        fields["pinned"],
        fields["supersedes"],
        short_text,
        data_json,
        large,
        None if large else fact,
    )


def whole(prepared: Prepared) -> dict[str, Any]:
    """Return the clean fields from which `seal` makes this again."""
    names = ("actor", "data", "incident", "kind", "occurred_at", "pinned", "supersedes", "text")
    return {name: getattr(prepared, name) for name in names}


def _set_aside(text: str, data: dict[str, Any], data_json: str) -> tuple[str, str, tuple[Large, ...]]:
    found: list[Large] = []
    short_text = _shorten(text, "text", found)
    before = len(found)
    short_data = _shorten(data, "data", found)
    return short_text, canonical(short_data) if len(found) > before else data_json, tuple(found)


def _shorten(value: Any, path: str, found: list[Large]) -> Any:
    if isinstance(value, str):
        content = value.encode()
        if len(content) <= LARGE:
            return value
        found.append(Large(path, hashlib.sha256(content).hexdigest(), content))
        return f"{value[:KEPT]} … ({len(content)} bytes in all)"
    if isinstance(value, dict):
        return {name: _shorten(item, f"{path}/{name}", found) for name, item in value.items()}
    if isinstance(value, list):
        return [_shorten(item, f"{path}/{index}", found) for index, item in enumerate(value)]
    return value


def body(prepared: Prepared, writer: str, seq: int, hlc: int, recorded_at: int) -> str:
    """Return the canonical JSON of the whole event: the keys are in order, so the parts are simply joined."""
    p = prepared
    rest: dict[str, Any] = {
        "occurred_at": recorded_at if p.occurred_at is None else p.occurred_at,
        "pinned": p.pinned,
        "recorded_at": recorded_at,
        "seq": seq,
        "supersedes": p.supersedes,
        "text": p.short_text,
        "writer": writer,
    }
    head: dict[str, Any] = {"hlc": str(hlc), "incident": p.incident, "kind": p.kind}
    if p.large:
        head["large"] = {item.path: item.hash for item in sorted(p.large)}
    return f'{canonical({"actor": p.actor})[:-1]},"data":{p.data_json},{canonical(head)[1:-1]},{canonical(rest)[1:]}'


def event(prepared: Prepared, writer: str, seq: int, hlc: int, recorded_at: int, hashes: tuple[bytes, bytes]) -> Event:
    """Return the event as a reader will see it; `hashes` are the previous one's and its own."""
    p = prepared
    fact = p.fact if p.fact is not None else decode(p.kind, p.short_text, json.loads(p.data_json))
    return Event(
        writer,
        seq,
        hlc,
        p.incident,
        recorded_at if p.occurred_at is None else p.occurred_at,
        recorded_at,
        p.actor,
        fact,
        p.pinned,
        p.supersedes,
        hashes[0].hex(),
        hashes[1].hex(),
    )


class Record(NamedTuple):
    """A stored event as it is, JSON values by name; hashes are hex."""

    found: dict[str, Any]
    prev_hash: str
    hash: str

    @property
    def order(self) -> tuple[int, str, int]:
        """The total order, as `Event.order`."""
        return int(self.found["hlc"]), self.found["writer"], self.found["seq"]


def record(stored: str, prev_hash: bytes, own_hash: bytes) -> Record:
    """Return the record of a stored row; ValueError (or KeyError, TypeError) where it is not one."""
    found = json.loads(stored)
    if not found.keys() >= _FIELDS:
        raise ValueError(stored[:80])
    return Record(found, prev_hash.hex(), own_hash.hex())


def read(stored: str, prev_hash: bytes, own_hash: bytes) -> Event:
    """Return the event of a stored row; ValueError (or KeyError, TypeError) where it is not one."""
    found = json.loads(stored)
    return Event(
        found["writer"],
        found["seq"],
        int(found["hlc"]),
        found["incident"],
        found["occurred_at"],
        found["recorded_at"],
        found["actor"],
        decode(found["kind"], found["text"], found["data"]),
        found["pinned"],
        found["supersedes"],
        prev_hash.hex(),
        own_hash.hex(),
    )
