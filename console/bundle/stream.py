"""The bytes of a bundle, one after the other, unpacked where they are packed; never more in memory than a piece."""

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from console.incident.errors import Failed

PIECE: Final = 1 << 20
_MAGIC: Final = b"\x1f\x8b"
_GZIP: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""What gzip writes first without a name, a time and a system: a reader asks for exactly that."""
PACKED: Final = (".gz", ".tgz")


class Damaged(Failed):
    """A bundle that is not what it was when it was made, or never was one."""


class Source:
    """Reads a bundle from its beginning to its end."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path, self._file = path, file
        head = file.read(len(_GZIP))
        self._packed = head[:2] == _MAGIC
        if self._packed and head != _GZIP:
            raise self.damaged("its first bytes were changed")
        self._unpack = zlib.decompressobj(wbits=31)
        self._waiting = head

    def exactly(self, size: int) -> bytes:
        """Return so many bytes; Damaged where there are fewer."""
        return b"".join(self.pieces(size))

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield so many bytes in pieces; Damaged where there are fewer."""
        while size > 0:
            piece = self._some(min(size, PIECE))
            if not piece:
                raise self.damaged("it is cut off")
            size -= len(piece)
            yield piece

    def ends(self) -> bool:
        """Whether nothing comes any more."""
        if self._some(1):
            return False
        return not self._packed or (self._unpack.eof and not self._unpack.unused_data and not self._file.read(1))

    def damaged(self, why: str) -> Damaged:
        """Return the error that says what is wrong with it."""
        return Damaged(f"{self._path} is no bundle, or was changed: {why}.")

    def _some(self, most: int) -> bytes:
        try:
            return self._unpacked(most) if self._packed else self._plain(most)
        except OSError as error:
            raise Failed(f"{self._path} cannot be read: {error.strerror}.") from error
        except zlib.error as error:
            raise self.damaged(f"it cannot be unpacked ({error})") from error

    def _plain(self, most: int) -> bytes:
        kept, self._waiting = self._waiting[:most], self._waiting[most:]
        return kept or self._file.read(most)

    def _unpacked(self, most: int) -> bytes:
        while not self._unpack.eof:
            if not self._waiting:
                self._waiting = self._file.read(1 << 16)
                if not self._waiting:
                    raise self.damaged("it is cut off")
            found = self._unpack.decompress(self._waiting, most)
            self._waiting = self._unpack.unconsumed_tail
            if found:
                return found
        return b""


@contextmanager
def reading(path: Path) -> Iterator[Source]:
    """Open a bundle; Failed where it cannot be read."""
    try:
        if not path.is_file():
            raise Failed(f"{path} is no file.")
        with path.open("rb") as file:
            yield Source(path, file)
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}.") from error


@contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a bundle to write to, for nobody else's eyes; it has its name when all of it is on the disk.

    Failed where the name is taken or the disk takes no more.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if os.path.lexists(path):
            raise Failed(f"{path} exists already; nothing was written. Name another file with --output.")
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "wb") as raw:
            if path.name.endswith(PACKED):
                with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                    yield packed  # type: ignore[misc]  # it writes bytes, as the other does
            else:
                yield raw
            raw.flush()
            os.fsync(raw.fileno())
        os.link(beside, path)  # never over a file that came meanwhile
    except OSError as error:
        raise Failed(f"{path} was not written: {error.strerror}.") from error
    finally:
        beside.unlink(missing_ok=True)
