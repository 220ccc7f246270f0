"""Writes a bundle: everything is hashed, the lists are made and signed, then all of it streams into a file."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from console.bundle import archive, manifest
from console.bundle.gathering import Sources
from console.bundle.manifest import Details, Member
from console.bundle.stream import PIECE, writing
from console.incident.errors import Failed

Sign = Callable[[bytes], bytes]
"""Returns the signature of the manifest."""


def make(target: Path, root: str, details: Details, sources: Sources, sign: Sign | None = None) -> Details:
    """Write the bundle and return its details with the files; Failed where the disk takes no more.

    The same log gives the same bytes: names are sorted, and no header holds a time or a name of ours.
    """
    members = tuple(_member(name, sources[name]) for name in sorted(sources))
    changed = [each for each in members if archive.is_evidence(each.name) and not each.name.endswith(each.sha256)]
    told = [f"the evidence {each.name.rpartition('/')[2]} was changed" for each in changed]
    details = details._replace(
        files=members, signed=sign is not None, problems=tuple(dict.fromkeys((*details.problems, *told)))
    )
    raw = manifest.render(details).encode()
    own = Member(archive.DETAILS, len(raw), hashlib.sha256(raw).hexdigest())
    lists = manifest.lines((own, *members)).encode()
    with writing(target) as file:
        _put(file, root, archive.MANIFEST, lists)
        _put(file, root, archive.DETAILS, raw)
        if sign is not None:
            _put(file, root, archive.SIGNATURE, sign(lists))
        for member in members:
            _stream(file, root, member, sources[member.name])
        file.write(archive.END)
    return details


def _member(name: str, path: Path) -> Member:
    seen, size = hashlib.sha256(), 0
    for piece in _pieces(path):
        seen.update(piece)
        size += len(piece)
    return Member(name, size, seen.hexdigest())


def _put(file: IO[bytes], root: str, name: str, content: bytes) -> None:
    file.write(archive.header(root, name, len(content)))
    file.write(content)
    file.write(archive.padding(len(content)))


def _stream(file: IO[bytes], root: str, member: Member, path: Path) -> None:
    file.write(archive.header(root, member.name, member.size))
    seen = hashlib.sha256()
    for piece in _pieces(path):
        seen.update(piece)
        file.write(piece)
    if seen.hexdigest() != member.sha256:
        raise Failed(f"{path} changed while the bundle was written; nothing was kept. Try again.")
    file.write(archive.padding(member.size))


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}; no bundle was written.") from error


def sizes(details: Details) -> Mapping[str, int]:
    """Return how many bytes there are of each sort: the log, evidence, documents."""
    found = {"log": 0, "evidence": 0, "documents": 0}
    for each in details.files:
        sort = "evidence" if archive.is_evidence(each.name) else "log" if each.name.startswith("log/") else "documents"
        found[sort] += each.size
    return found
