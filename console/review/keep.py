"""Pure: what people wrote into a document stays when it is written again.

A part that belongs to people stands between two marker lines. The rest is ours; its fingerprint in the last line shows
whether somebody wrote there, and then nothing of it is lost silently: it comes back as a conflict.
"""

import re
from typing import NamedTuple

_BEGIN = "<!-- warroom:keep {} -->"
_END = "<!-- /warroom:keep -->"
PLACEHOLDER = "*Nobody has written this yet.*"
ACTIONS = "| action | owner | due | priority | status |\n|---|---|---|---|---|"
"""The table that people fill with what is to be done."""

_BLOCK = re.compile(
    r"^<!-- warroom:keep ([a-z-]{1,40}) -->\n((?:(?!<!-- /?warroom:keep).*\n)*?)<!-- /warroom:keep -->$", re.MULTILINE
)
_INCIDENT = re.compile(r"\A(?:<!doctype html>\n)?<!-- warroom:incident ([A-Za-z0-9._-]{1,64}) -->$", re.MULTILINE)
_POINT = re.compile(r"[ \t]{0,20}(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_PRINT = re.compile(r"^<!-- warroom:generated ([0-9a-f]{16}) -->\n?\Z", re.MULTILINE)


class Conflict(NamedTuple):
    """Text that could not be kept where it was, and why."""

    reason: str
    text: str


class Merged(NamedTuple):
    """The document to write, and what did not find its place in it."""

    text: str
    conflicts: tuple[Conflict, ...]


def block(name: str, text: str = PLACEHOLDER) -> str:
    """Return an empty part for people to write in."""
    return f"{_BEGIN.format(name)}\n{text}\n{_END}"


def seal(incident_id: str, body: str) -> str:
    """Return the finished document: which incident it is about first, the fingerprint of our parts last."""
    text = f"<!-- warroom:incident {marked(incident_id)} -->\n{body.rstrip()}\n"
    return f"{text}\n<!-- warroom:generated {_fingerprint(text)} -->\n"


def seal_page(incident_id: str, body: str) -> str:
    """Return a finished page of HTML, which holds no parts of people: marked and sealed as a document is."""
    text = f"<!doctype html>\n<!-- warroom:incident {marked(incident_id)} -->\n{body.rstrip()}\n"
    return f"{text}\n<!-- warroom:generated {_whole(text)} -->\n"


def edited(old: str) -> tuple[Conflict, ...]:
    """Return an old page as a conflict when somebody wrote into it."""
    text = _unix(old)
    found = _PRINT.search(text)
    if found is not None and _whole(text[: found.start()].rstrip("\n") + "\n") == found[1]:
        return ()
    return (Conflict("the page was changed by hand; people write into the Markdown document", old),)


def marked(incident_id: str) -> str:
    """Return an id as it stands in the first line: what could end the comment is replaced."""
    return re.sub(r"[^A-Za-z0-9._-]|--+", "_", incident_id)[:64]


def incident_in(text: str) -> str:
    """Return the id of the incident that a document is about, or "" where it is none of ours."""
    found = _INCIDENT.search(_unix(text))
    return found[1] if found else ""


def written(text: str) -> frozenset[str]:
    """Return the names of the parts in which somebody wrote something."""
    return frozenset(parts(text))


def parts(text: str) -> dict[str, str]:
    """Return what people wrote, by part."""
    return {name: body for name, _, body in parts_at(text)}


def parts_at(text: str) -> list[tuple[str, int, str]]:
    """Return (part, number of its first line, what people wrote), in the order of the document."""
    document = _unix(text)
    found = ((each[1], document.count("\n", 0, each.start(2)) + 1, each[2]) for each in _BLOCK.finditer(document))
    return [each for each in found if _is_written(each[2])]


def told(body: str) -> list[str]:
    """Return the paragraphs of a part, each on one line, and each point of a list by itself."""
    found: list[list[str]] = []
    begins = True
    for line in body.splitlines():
        point = _POINT.match(line)
        if begins or point is not None:
            found.append([])
        found[-1].append(line[point.end() :] if point is not None else line)
        begins = not line.strip()
    return [text for each in found if (text := " ".join(" ".join(each).split()))]


def merge(old_text: str, new_text: str) -> Merged:
    """Put what people wrote in the old document into the new one."""
    old = _unix(old_text)
    bodies: dict[str, str] = {}
    conflicts: list[Conflict] = []
    known = {name for name, _body in _BLOCK.findall(new_text)}
    for name, body in _BLOCK.findall(old):
        if not _is_written(body):
            continue
        if name in bodies or name not in known:
            why = "occurs twice" if name in bodies else "is no part of the document any more"
            conflicts.append(Conflict(f"the part '{name}' {why}", body))
        else:
            bodies[name] = body
    text = _BLOCK.sub(lambda found: _filled(found, bodies), new_text)
    return Merged(text, (*conflicts, *_outside(old)))


def rejected(conflicts: tuple[Conflict, ...]) -> str:
    """Return the text of a `.rej` file: every conflict with its reason."""
    return "\n\n".join(f"## {conflict.reason}\n\n{conflict.text.rstrip()}" for conflict in conflicts) + "\n"


def _outside(old: str) -> tuple[Conflict, ...]:
    """Return the old document as a conflict when somebody wrote outside the parts that are kept."""
    found = _PRINT.search(old)
    if found is None:
        return (Conflict("the fingerprint at the end is gone: the document cannot be told apart from your text", old),)
    if _fingerprint(old[: found.start()].rstrip("\n") + "\n") == found[1]:
        return ()
    return (Conflict("text outside the kept parts was changed", old),)


def _filled(found: re.Match[str], bodies: dict[str, str]) -> str:
    body = bodies.get(found[1])
    return found[0] if body is None else f"{_BEGIN.format(found[1])}\n{body}{_END}"


def _is_written(body: str) -> bool:
    return body.strip() not in {"", PLACEHOLDER, ACTIONS, f"{PLACEHOLDER}\n\n{ACTIONS}"}


def _fingerprint(text: str) -> str:
    return _whole(_BLOCK.sub(lambda found: found[1], text))


def _whole(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
