"""Pure: an event as a line of NDJSON for other programs, and such a line checked. Knows no log and no file."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from console.incident.clock import utc_iso
from console.journal.rows import Record

ORIGIN: Final = "origin"
"""Where `data` of an imported event says which event of which log it is."""

_LATEST: Final = 253_402_300_799  # the last second of the year 9999
_KEYS: Final = frozenset({"text", "pinned", "supersedes"})


class Line(NamedTuple):
    """An event of an NDJSON file, checked. Without an `event_id` it is named by its content."""

    number: int
    event_id: str
    kind: str
    actor: str
    occurred_at: int
    incident: str
    text: str
    data: dict[str, Any]
    pinned: bool
    supersedes: str
    hash: str
    recorded_at: str


def line_of(record: Record, text: str, data: dict[str, Any], extra: Mapping[str, object]) -> str:
    """Return an event as a line, without its end; `text` and `data` are whole, `extra` goes into the payload too."""
    found = record.found
    origin = data.pop(ORIGIN, None)
    origin = origin if isinstance(origin, dict) else {}
    if "target" in origin:
        data["target"] = origin["target"]
    payload: dict[str, object] = {"text": text, "data": data}
    if found["pinned"]:
        payload["pinned"] = True
    if found["supersedes"]:
        payload["supersedes"] = origin.get("supersedes", found["supersedes"])
    line: dict[str, object] = {
        "event_id": origin.get("event_id") or f"{found['writer']}/{found['seq']}",
        "type": found["kind"],
        "agent": found["actor"],
        "timestamp": found["occurred_at"] / 1000,
        "payload": {**extra, **payload},
        "seq": found["seq"],
        "incident_id": found["incident"] or None,
        "occurred_at": utc_iso(found["occurred_at"]),
        "recorded_at": utc_iso(found["recorded_at"]),
        "prev_hash": record.prev_hash,
        "hash": record.hash,
    }
    said = json.dumps(line if not origin else {**line, ORIGIN: origin}, ensure_ascii=False, separators=(",", ":"))
    return said if said.isprintable() else "".join(map(_printable, said))


def _printable(sign: str) -> str:
    """Escape what would act on the terminal that the line is shown on; for a program it is the same text."""
    return sign if sign.isprintable() else json.dumps(sign)[1:-1]


def read_line(number: int, raw: bytes) -> Line:
    """Return the event of a line; ValueError, KeyError or TypeError say what is wrong with it."""
    found = json.loads(raw.decode("utf-8", "replace"))
    if not isinstance(found, dict):
        raise TypeError("a JSON object was expected")
    payload = found.get("payload")
    payload = payload if isinstance(payload, dict) else {"text": "" if payload is None else str(payload)}
    text = str(payload.get("text") or found["type"])
    data = payload.get("data")
    if not isinstance(data, dict):  # another program's payload: keep all of it
        data = {**{name: value for name, value in payload.items() if name not in _KEYS}, "text": text}
    origin = found.get(ORIGIN)
    origin = origin if isinstance(origin, dict) else {}
    return Line(
        number,
        str(found.get("event_id") or f"line:{hashlib.sha256(raw.strip()).hexdigest()[:32]}"),
        str(found["type"]),
        str(found["agent"]),
        _milliseconds(found["timestamp"]),
        str(found.get("incident_id") or ""),
        text,
        _without_floats(data),
        bool(payload.get("pinned", False)),
        str(payload.get("supersedes") or ""),
        str(origin.get("hash") or found.get("hash") or ""),
        str(origin.get("recorded_at") or found.get("recorded_at") or ""),
    )


def _milliseconds(seconds: object) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"its timestamp is {seconds!r}, and a number of seconds since 1970 was expected")
    if not 0 <= seconds <= _LATEST:
        raise ValueError(f"its timestamp {seconds} is no time between 1970 and 9999")
    return round(seconds * 1000)


def _without_floats(value: Any) -> Any:
    """Turn numbers with decimals into texts: the chain holds none."""
    if isinstance(value, float):
        return str(value)
    if isinstance(value, dict):
        return {name: _without_floats(item) for name, item in value.items()}
    return [_without_floats(item) for item in value] if isinstance(value, list) else value
