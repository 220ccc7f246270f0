"""Pure: the two lists of what is in a bundle: one that sha256sum checks, and one that says what each file is."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from console.bundle.archive import DETAILS, is_place

FORMAT: Final = "warroom-bundle"
VERSION: Final = 1
WHOLE, ONLY = "whole log", "this incident only"
LONGEST: Final = 64 << 20
"""Bytes of a manifest past which nobody reads on."""
_LINE: Final = re.compile(r"([0-9a-f]{64}) {2}(\S+)")
_LARGEST: Final = 1 << 50


class Member(NamedTuple):
    """A file of a bundle: its name below the folder, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


class Details(NamedTuple):
    """What a bundle says of itself. `heads` are the newest events by writer ("12:hash"); `problems` was wrong before.

    `missing` are hashes of evidence that was gone when it was made; `as_of` is when the newest event was written down.
    """

    incident: str
    called: str
    scope: str
    as_of: str
    made_by: str
    program: str
    signed: bool
    heads: Mapping[str, str]
    missing: Sequence[str]
    problems: Sequence[str]
    files: Sequence[Member]


def lines(members: Sequence[Member]) -> str:
    """Return what `sha256sum -c` reads."""
    return "".join(f"{each.sha256}  {each.name}\n" for each in members)


def read_lines(raw: bytes) -> dict[str, str]:
    """Return the hashes by name; ValueError where a line is none of ours, a name no place, or one stands twice."""
    found: dict[str, str] = {}
    text = raw.decode("ascii")
    for line in text.split("\n")[:-1]:
        match = _LINE.fullmatch(line)
        if match is None or not is_place(match[2]) or match[2] in found:
            raise ValueError(line[:200])
        found[match[2]] = match[1]
    if not text.endswith("\n") or next(iter(found), "") != DETAILS or list(found)[1:] != sorted(list(found)[1:]):
        raise ValueError("its lines are not in order")
    return found


def render(details: Details) -> str:
    """Return the details as JSON."""
    document = {"format": FORMAT, "version": VERSION, **details._asdict()}
    document["files"] = [each._asdict() for each in details.files]
    return json.dumps(document, indent=1, ensure_ascii=True, sort_keys=False) + "\n"


def read(raw: bytes, hashes: Mapping[str, str]) -> Details:
    """Return the details; ValueError where they are not what `render` writes or do not fit the hashes."""
    try:
        document = json.loads(raw)
        if document.pop("format") != FORMAT:
            raise ValueError("it is no bundle")
        version = document.pop("version")
        if version != VERSION:
            raise ValueError(f"its version is {version}, and this warroom reads {VERSION}")
        document["files"] = [_member(each) for each in document["files"]]
        details = _checked(Details(**document))
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("a key is missing or not known") from error
    if {each.name: each.sha256 for each in details.files} != dict(list(hashes.items())[1:]):
        raise ValueError("its files are not those of the other list")
    return details


def _checked(details: Details) -> Details:
    """Return the details; ValueError where a value is not of the kind that `render` writes."""
    texts = [*details[:6], *_list(details.missing), *_list(details.problems)]
    if not isinstance(details.heads, dict) or type(details.signed) is not bool:
        raise ValueError("a value is of another kind")
    if not all(isinstance(each, str) for each in (*texts, *details.heads.values())):
        raise ValueError("a value is of another kind")
    return details


def _list(found: object) -> list[Any]:
    if not isinstance(found, list):
        raise ValueError("a value is of another kind")  # noqa: TRY004 - read is to say that the bundle is damaged
    return found


def _member(found: Mapping[str, Any]) -> Member:
    member = Member(**found)
    if type(member.size) is not int or not 0 <= member.size <= _LARGEST:
        raise ValueError(f"{member.name} has no size")
    return member
