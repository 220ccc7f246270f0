"""Pure: an entry as the body that is hashed and stored, and a stored body as the event again. Knows no file."""

import hashlib
import json
from typing import Any, Final, NamedTuple

from console.incident.codec import decode, encode
from console.incident.events import Entry, Event, Fact
from console.journal.canonical import Redact, canonical, clean, clean_text, link, quote
from console.journal.schema import COLUMNS

LARGE: Final = 4096
"""Texts of more bytes than this lie beside the event, under their hash, so that they can be erased."""

KEPT: Final = 256
"""So many characters of a large text stay in the event."""


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
    """An entry that only lacks its place in the log; `text` and `data_json` are what the event itself will hold."""

    clean: Clean
    text: str
    data_json: str
    large: tuple[Large, ...]
    fact: Fact | None


def prepare(entry: Entry, redact: Redact) -> Prepared:
    """Redact and encode an entry; `Refused` where it holds what the log cannot."""
    kind, text, data = encode(entry.fact)
    kept_text = clean_text(text, redact)
    # The sentence is most often one of the data's texts too: what it became is known then.
    kept = clean(data, lambda part: kept_text if part == text else redact(part))
    at = entry.occurred_at
    return seal(
        Clean(
            clean_text(entry.actor, redact),
            kept,
            clean_text(entry.incident, redact),
            kind,
            at if at is None else int(at),
            entry.pinned,
            entry.supersedes,
            kept_text,
        ),
        entry.fact if kept_text == text and kept == data else None,
    )


def seal(clean_entry: Clean, fact: Fact | None = None) -> Prepared:
    """Encode an entry that is clean already; `fact` where it is known to say the same."""
    text, data_json = clean_entry.text, canonical(clean_entry.data)
    if len(text) + len(data_json) <= LARGE // 4:  # no character takes more than four bytes
        return Prepared(clean_entry, text, data_json, (), fact)
    found: list[Large] = []
    short_text = _shorten(text, "text", found)
    data_json = canonical(_shorten(clean_entry.data, "data", found))
    return Prepared(clean_entry, short_text, data_json, tuple(sorted(found)), None if found else fact)


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


Row = tuple[int, str, str, int, int, str, str, str, str, bool, str, int, str, bytes, bytes]
"""seq, the columns of `schema.COLUMNS`, body, prev_hash, hash."""


def row(prepared: Prepared, writer: str, seq: int, hlc: int, recorded_at: int, prev_hash: bytes) -> tuple[Row, Event]:
    """Return the row of an event, with its canonical JSON and its hash, and the event as a reader will see it."""
    said, text, data_json, large, fact = prepared
    actor, _, incident, kind, occurred_at, pinned, supersedes, _ = said
    at = recorded_at if occurred_at is None else occurred_at
    aside = f'"large":{canonical({item.path: item.hash for item in large})},' if large else ""
    body = (
        f'{{"actor":{quote(actor)},"data":{data_json},"hlc":"{hlc}","incident":{quote(incident)},"kind":{quote(kind)},'
        f'{aside}"occurred_at":{at},"pinned":{"true" if pinned else "false"},"recorded_at":{recorded_at},"seq":{seq},'
        f'"supersedes":{quote(supersedes)},"text":{quote(text)},"writer":{quote(writer)}}}'
    )
    own = link(prev_hash, body.encode())
    fields = (seq, writer, incident, at, recorded_at, actor, kind, text, data_json, pinned, supersedes, hlc)
    if fact is None:
        fact = decode(kind, text, json.loads(data_json))
    event = Event(
        writer, seq, hlc, incident, at, recorded_at, actor, fact, pinned, supersedes, prev_hash.hex(), own.hex()
    )
    return (*fields, body, prev_hash, own), event


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
