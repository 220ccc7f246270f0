"""What a bundle shows on another machine: its bytes, who signed it, the chains, and that its evidence is there."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from console.bundle import archive, manifest
from console.bundle.manifest import Details
from console.bundle.unpacking import Opened, unpack
from console.evidence.verifying import named
from console.incident.errors import Failed, Refused
from console.incident.state import fold
from console.journal import signing
from console.journal.reading import LogReader
from console.journal.verify import verify

NAMESPACE: Final = "warroom-bundle"
_LOGS: Final = (".events.db", ".events.db-wal")


class Checked(NamedTuple):
    """What a check found: `problems` speak against the bundle, `notes` say what it cannot show."""

    opened: Opened
    signer: str
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def check(path: Path, allowed: Path | None = None) -> Checked:
    """Check every byte, the signature and the chains; `allowed` is a file of allowed signers.

    Damaged where the file is not as it was made; Failed where it or the signers cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="warroom-bundle-") as folder:
        opened = unpack(path, Path(folder), lambda name: name.endswith(_LOGS))
        found = [*_chains(opened.details, Path(folder) / archive.LOG)] if opened.details.scope == manifest.WHOLE else []
    signer, wrong, notes = _signer(opened, allowed)
    if opened.details.scope != manifest.WHOLE:
        notes.append("It holds the events of this incident only, so no chain can be checked.")
    before = [f"so it was when it was made: {each}" for each in opened.details.problems]
    return Checked(opened, signer, (*wrong, *found, *before), tuple(notes))


def open_into(path: Path, folder: Path) -> Opened:
    """Check every byte of a bundle and unpack it into a new folder, which is there whole or not at all.

    Refused where the folder is there already.
    """
    if os.path.lexists(folder):
        raise Refused(f"{folder} exists already; nothing was unpacked. Name a new folder.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise Failed(f"{folder} cannot be made: {error.strerror}.") from error
    try:
        opened = unpack(path, beside)
        beside.rename(folder)
    except OSError as error:
        raise Failed(f"{folder} cannot be made: {error.strerror}.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return opened


def _chains(details: Details, log: Path) -> Iterator[str]:
    """Yield what is wrong with the log, as far as it was not said when the bundle was made."""
    for verdict in verify(log):
        if not verdict.ok and verdict.problem not in details.problems:
            yield f"the log of {verdict.writer}: {verdict.problem}"
    reader = LogReader(log)
    try:
        heads = {writer: f"{seq}:{own}" for writer, (seq, own) in reader.heads().items()}
        state = fold(reader.events(incident=details.incident))
    finally:
        reader.close()
    for writer, head in details.heads.items():
        if heads.get(writer) != head:
            yield f"the log of {writer} does not end as the manifest says"
    there = {each.name.rpartition("/")[2] for each in details.files if archive.is_evidence(each.name)}
    for sha256, exhibits in named(state.incidents).items():
        if sha256 not in there and sha256 not in details.missing:
            yield f"the evidence {', '.join(exhibits)} ({sha256}) is named in the log and is not in the bundle"


def _signer(opened: Opened, allowed: Path | None) -> tuple[str, list[str], list[str]]:
    """Return who signed it, what is wrong with the signature, and what it does not show."""
    if not opened.signature:
        wrong = ["it is not signed, and signers were named"] if allowed is not None else []
        return "", wrong, ["It is not signed: hashes show damage, and not that somebody made all of it anew."]
    try:
        if allowed is not None:
            return signing.signer_of(opened.lists, opened.signature, allowed, NAMESPACE), [], []
        signing.check_signature(opened.lists, opened.signature, NAMESPACE)
    except signing.BadSignature as error:
        return "", [str(error)], []
    return "", [], ["It is signed, and by whom is not looked at: --signers names a file of allowed signers."]
