"""Pure: an entry as the body that is hashed and stored, and a stored body as the event again. Knows no file."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from console.incident.codec import decode, encode
from console.incident.events import Entry, Event, Fact
from console.journal.canonical import Redact, canonical, clean_fields, clean_text, link, quote
from console.journal.schema import COLUMNS

LARGE: Final = 4096
"""Texts of more bytes than this lie beside the event, under their hash, so that they can be erased."""

KEPT: Final = 256
"""So many characters of a large text stay in the event."""


_event: Final = partial(tuple.__new__, Event)  # all fields are there: nothing has to be counted
_parse: Final = json.JSONDecoder().raw_decode  # what is stored has no space around it; `loads` looks for it
_FIELDS = frozenset({"seq", *(name for name, _, _ in COLUMNS)})


class Large(NamedTuple):
    """A large text: `path` is "text" or "data/NAME/..." in the event, `hash` the hex SHA-256 of `content`."""

    path: str
    hash: str
    content: bytes


class Clean(NamedTuple):
    """What an entry says, redacted and checked: `data` holds JSON values. This is also what a spool keeps."""

    actor: str
    data: dict[str, Any]
    incident: str
    kind: str
    occurred_at: int | None
    pinned: bool
    supersedes: str
    text: str


class Prepared(NamedTuple):
    """An entry that only lacks its place in the log; `text` and `data_json` are what the event itself will hold.

    It is flat, since one is made for every entry; `said` and `data` are what they were made of.
    """

    actor: str
    incident: str
    kind: str
    occurred_at: int | None
    pinned: bool
    supersedes: str
    text: str
    data_json: str
    large: tuple[Large, ...]
    fact: Fact | None
    said: str
    data: dict[str, Any]

    @property
    def clean(self) -> Clean:
        """What the entry says, for the spool."""
        return Clean(
            self.actor,
            self.data,
            self.incident,
            self.kind,
            self.occurred_at,
            self.pinned,
            self.supersedes,
            self.said,
        )


def prepare(entry: Entry, redact: Redact) -> Prepared:
    """Redact and encode an entry; `Refused` where it holds what the log cannot."""
    fact, actor, incident, at, pinned, supersedes = entry
    kind, said, given = encode(fact)
    text = clean_text(said, redact)
    data, data_json = clean_fields(given, redact, said, text)
    return _sealed(
        Prepared(
            clean_text(actor, redact),
            clean_text(incident, redact),
            kind,
            at if at is None else int(at),
            pinned,
            supersedes,
            text,
            data_json,
            (),
            fact if text == said and data == given else None,
            text,
            data,
        )
    )


def seal(said: Clean) -> Prepared:
    """Encode an entry that is clean already."""
    actor, data, incident, kind, at, pinned, supersedes, text = said
    return _sealed(Prepared(actor, incident, kind, at, pinned, supersedes, text, canonical(data), (), None, text, data))


def _sealed(entry: Prepared) -> Prepared:
    """Put large texts aside."""
    if len(entry.text) + len(entry.data_json) <= LARGE // 4:  # no character takes more than four bytes
        return entry
    found: list[Large] = []
    text = _shorten(entry.said, "text", found)
    data_json = canonical(_shorten(entry.data, "data", found))
    if not found:
        return entry
    return entry._replace(text=text, data_json=data_json, large=tuple(sorted(found)), fact=None)


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


Row = tuple[int, str, str, int, int, str, str, str, str, int, str, int, str, bytearray, bytearray]
"""seq, the columns of `schema.COLUMNS`, body, prev_hash, hash; in the types that sqlite3 takes without looking for an
adapter, which for two bytes and a bool took an eighth of a durable append."""


class Place(NamedTuple):
    """Where the first of some entries goes: its numbers, and the hash of the event before it."""

    writer: str
    seq: int
    hlc: int
    recorded_at: int
    prev_hash: bytes


def chained(entries: Sequence[Prepared], place: Place) -> tuple[list[Row], list[Event], bytes]:
    """Return the rows of entries, with canonical JSON and hashes, the events as readers will see them, the last hash.

    All in one call: they share most of their place, and a call for each would take longer than the hashing.
    """
    writer, seq, hlc, recorded_at, own = place
    made: list[Row] = []
    events: list[Event] = []
    by, own_hex, now = quote(writer), own.hex(), str(recorded_at)
    for actor, incident, kind, occurred_at, pinned, supersedes, text, data_json, large, fact, _, _ in entries:
        at = recorded_at if occurred_at is None else occurred_at
        aside = f'"large":{canonical({item.path: item.hash for item in large})},' if large else ""
        body = (
            f'{{"actor":{quote(actor)},"data":{data_json},"hlc":"{hlc}","incident":{quote(incident)},'
            f'"kind":{quote(kind)},{aside}"occurred_at":{at},"pinned":{"true" if pinned else "false"},'
            f'"recorded_at":{now},"seq":{seq},"supersedes":{quote(supersedes)},"text":{quote(text)},"writer":{by}}}'
        )
        prev, prev_hex, own = own, own_hex, link(own, body.encode())
        own_hex = own.hex()
        start = (seq, writer, incident, at, recorded_at, actor, kind, text, data_json, int(pinned), supersedes, hlc)
        made.append((*start, body, bytearray(prev), bytearray(own)))
        known = decode(kind, text, json.loads(data_json)) if fact is None else fact
        last = (recorded_at, actor, known, pinned, supersedes, prev_hex, own_hex)
        events.append(Event._make((writer, seq, hlc, incident, at, *last)))
        seq, hlc = seq + 1, hlc + 1
    return made, events, own


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
    found, end = _parse(stored)
    if end != len(stored):
        raise ValueError(stored[:80])
    return _event(
        (
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
    )
