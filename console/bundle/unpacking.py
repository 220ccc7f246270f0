"""Reads a bundle byte by byte and writes what is wanted of it: only known places, only the sizes that were told."""

import base64
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from console.bundle import archive, manifest
from console.bundle.manifest import Details, Member
from console.bundle.stream import Source, reading
from console.incident.errors import Failed, Refused

_LONGEST_SIGNATURE: Final = 1 << 16
_SPARE: Final = 16 << 20
"""Bytes that stay free on the disk."""
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_WIDTH: Final = 70

Wanted = Callable[[str], bool]
Found = TypeVar("Found")


class Opened(NamedTuple):
    """A bundle whose every byte is as its manifest says; `lists` is the manifest as it was signed, `size` in bytes."""

    details: Details
    lists: bytes
    signature: bytes
    size: int


def everything(_name: str) -> bool:
    """Want every file."""
    return True


def unpack(path: Path, folder: Path, wanted: Wanted = everything) -> Opened:
    """Read all of a bundle, and write the wanted files below a folder, which is there; Damaged at the first wrong byte.

    Refused where there is no room for them; Failed where the bundle cannot be read or the files not be written.
    """
    with reading(path) as source:
        reader = _Reader(source, folder, wanted)
        try:
            reader.root, size = archive.first(source.exactly(archive.BLOCK))
        except (ValueError, UnicodeDecodeError):
            raise source.damaged("it does not begin with a manifest") from None
        lists = reader.content(archive.MANIFEST, size, manifest.LONGEST)
        hashes = reader.understood(lambda: manifest.read_lines(lists))
        raw = reader.small(archive.DETAILS, manifest.LONGEST)
        if hashlib.sha256(raw).hexdigest() != hashes[archive.DETAILS]:
            raise source.damaged(f"{archive.DETAILS} does not give its hash")
        details = reader.understood(lambda: manifest.read(raw, hashes))
        if reader.root != details.incident:  # no list holds the name of the folder, and nothing signs it
            raise source.damaged(f"it lies in the folder {reader.root} and is of {details.incident[:100]!r}")
        signature = reader.small(archive.SIGNATURE, _LONGEST_SIGNATURE) if details.signed else b""
        if signature and not _is_canonical(signature):
            raise source.damaged(f"{archive.SIGNATURE} is no signature that ssh-keygen writes")
        reader.room(details)
        for name, content in ((archive.MANIFEST, lists), (archive.DETAILS, raw), (archive.SIGNATURE, signature)):
            reader.keep(name, content)
        for member in details.files:
            reader.take(member)
        if source.exactly(len(archive.END)) != archive.END or not source.ends():
            raise source.damaged("something stands behind its end")
        return Opened(details, lists, signature, sum(each.size for each in details.files))


class _Reader:
    """Reads one file of a bundle after the other."""

    def __init__(self, source: Source, folder: Path, wanted: Wanted) -> None:
        self._source, self._folder, self._wanted = source, folder, wanted
        self.root = ""

    def small(self, name: str, most: int) -> bytes:
        """Read a file that no list tells the size of."""
        block = self._source.exactly(archive.BLOCK)
        size = archive.size_in(block)
        if archive.header(self.root, name, size) != block:
            raise self._source.damaged(f"{name} is missing, or the place where it stands was changed")
        return self.content(name, size, most)

    def content(self, name: str, size: int, most: int) -> bytes:
        """Read a short file behind its header."""
        if size > most:
            raise self._source.damaged(f"{name} has {size:,} bytes, and at most {most:,} are read")
        content = self._source.exactly(size)
        self._check_padding(name, size)
        return content

    def keep(self, name: str, content: bytes) -> None:
        """Write a short file where it is wanted and there is one."""
        if content and self._wanted(name):
            self._put(name, [content])

    def take(self, member: Member) -> None:
        """Read a file of the list, and write it where it is wanted."""
        expected = archive.header(self.root, member.name, member.size)
        if self._source.exactly(len(expected)) != expected:
            raise self._source.damaged(f"what stands before {member.name} was changed")
        seen = hashlib.sha256()

        def hashed() -> Iterable[bytes]:
            for piece in self._source.pieces(member.size):
                seen.update(piece)
                yield piece

        if self._wanted(member.name):
            self._put(member.name, hashed())
        else:
            for _ in hashed():
                pass
        if seen.hexdigest() != member.sha256:
            raise self._source.damaged(f"{member.name} does not give its hash")
        self._check_padding(member.name, member.size)

    def understood(self, read: Callable[[], Found]) -> Found:
        """Return what a list says."""
        try:
            return read()
        except ValueError as error:
            raise self._source.damaged(f"its manifest cannot be read: {str(error)[:200]!r}") from None

    def room(self, details: Details) -> None:
        """Refuse what does not fit: a small file may say that it holds very much."""
        wanted = sum(each.size for each in details.files if self._wanted(each.name))
        free = shutil.disk_usage(self._folder).free
        if wanted > free - _SPARE:
            raise Refused(f"The bundle unpacks to {wanted:,} bytes, and {self._folder} has {free:,} free.")

    def _check_padding(self, name: str, size: int) -> None:
        expected = archive.padding(size)
        if self._source.exactly(len(expected)) != expected:
            raise self._source.damaged(f"what stands behind {name} was changed")

    def _put(self, name: str, pieces: Iterable[bytes]) -> None:
        path = self._folder / name
        try:
            for parent in (*reversed(Path(name).parents[:-1]),):
                (self._folder / parent).mkdir(mode=0o700, exist_ok=True)
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
            with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
                file.writelines(pieces)
            path.chmod(archive.mode_of(name))
        except OSError as error:
            raise Failed(f"{path} was not written: {error.strerror}.") from error


def _is_canonical(signature: bytes) -> bool:
    """Whether a signature is written as ssh-keygen writes it: then no byte of it can differ and mean the same."""
    try:
        text = signature.decode("ascii")
        raw = base64.b64decode("".join(text.split("\n")[1:-2]), validate=True)
    except ValueError:
        return False
    packed = base64.b64encode(raw).decode()
    parts = [packed[place : place + _WIDTH] for place in range(0, len(packed), _WIDTH)]
    return text == "\n".join([_BEGIN, *parts, _END, ""])
