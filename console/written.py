"""What people wrote into documents, searched: the parts of incidents/*.md that are theirs. Changes nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from console.review.keep import incident_in, parts

_MOST_FILES = 2_000
_MOST_BYTES = 1_000_000
_AROUND = 60


class Passage(NamedTuple):
    """A part of a document that holds all the words: its file, incident and name, and what is around the first."""

    path: Path
    incident: str
    part: str
    snippet: str


def find_written(folder: Path, words: Sequence[str], most: int = 20) -> list[Passage]:
    """Return the parts below `folder`/incidents that hold all these words (in small letters), the newest file first.

    Only what people wrote is looked at: the rest of a document stands in the log. A file that cannot be read is none.
    """
    found: list[Passage] = []
    for path in sorted((folder / "incidents").glob("*.md"), reverse=True)[:_MOST_FILES] if words else ():
        text = _read(path)
        for part, body in parts(text).items():
            lower = body.lower()
            if all(word in lower for word in words):
                found.append(Passage(path, incident_in(text), part, _snippet(body, lower.index(words[0]))))
                if len(found) >= most:
                    return found
    return found


def _read(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return ""
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _snippet(body: str, at: int) -> str:
    first, last = max(0, at - _AROUND), at + _AROUND
    cut = " ".join(body[first:last].split())
    return f"{'…' if first else ''}{cut}{'…' if last < len(body) else ''}"
