"""Pure: the one way in which a bundle is a tar file: every byte that is no content follows from names and sizes.

So whoever reads one computes what has to stand there and compares: no header of another's making is ever understood,
and a byte that was changed is found wherever it is.
"""

import re
import tarfile
from typing import Final

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
MANIFEST, DETAILS, SIGNATURE = "MANIFEST.sha256", "MANIFEST.json", "MANIFEST.sha256.sig"
EVENTS, LOG, EVIDENCE = "events.ndjson", "log", "log/evidence"
DOCUMENTS: Final = {"md": "postmortem.md", "html": "postmortem.html", "json": "incident.json"}

_ROOT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}\Z")
_WRITER: Final = re.compile(r"log/[A-Za-z0-9_@-][A-Za-z0-9._@-]{0,199}\.(?:events|samples)\.db(?:-wal)?\Z")
_KEPT: Final = re.compile(r"log/evidence/([0-9a-f]{2})/(\1[0-9a-f]{62})\Z")
_KNOWN: Final = frozenset({DETAILS, EVENTS, *DOCUMENTS.values()})


def is_root(name: str) -> bool:
    """Whether everything in a bundle may lie below a folder of this name."""
    return _ROOT.match(name) is not None


def is_place(name: str) -> bool:
    """Whether a file of a bundle may have this name: only places that we know, so none leads out of the folder."""
    return name in _KNOWN or _WRITER.match(name) is not None or _KEPT.match(name) is not None


def is_evidence(name: str) -> bool:
    """Whether this is the place of evidence."""
    return _KEPT.match(name) is not None


def mode_of(name: str) -> int:
    """Return the mode of a file in a bundle: nobody else reads it, and evidence is not written to."""
    return 0o400 if is_evidence(name) else 0o600


def header(root: str, name: str, size: int) -> bytes:
    """Return what stands before the content of a file."""
    found = tarfile.TarInfo(f"{root}/{name}")
    found.size, found.mode, found.mtime = size, mode_of(name), 0
    try:
        return found.tobuf(tarfile.USTAR_FORMAT)
    except ValueError:  # a very long name, or 8 GiB and more
        return found.tobuf(tarfile.GNU_FORMAT)


def padding(size: int) -> bytes:
    """Return what stands behind the content of a file."""
    return bytes(-size % BLOCK)


def size_in(block: bytes) -> int:
    """Return the size that a header tells; what is none is 0, and then `header` gives another block."""
    told = block[124:135]
    return int(told, 8) if re.fullmatch(rb"[0-7]{11}", told) else 0


def first(block: bytes) -> tuple[str, int]:
    """Return the folder and the size of the manifest that a bundle begins with; ValueError where there is none."""
    text = block[:100].rstrip(b"\0").decode("ascii")
    root, slash, name = text.partition("/")
    size = size_in(block)
    if not slash or name != MANIFEST or not is_root(root) or header(root, MANIFEST, size) != block:
        raise ValueError(text)
    return root, size
