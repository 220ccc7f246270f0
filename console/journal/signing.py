"""The heads of a log, signed with the user's own SSH key, and such a signature checked. Runs ssh-keygen only."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from console.incident.clock import utc_iso
from console.incident.errors import Failed
from console.incident.events import Instant
from console.journal.reading import LogReader

NAMESPACE: Final = "warroom-log"
_TIMEOUT: Final = 60.0  # seconds; a key on a hardware token waits for a touch


def statement(reader: LogReader, now: Instant) -> str:
    """Return what is signed: every writer's newest event and its hash, as JSON lines."""
    heads = reader.heads()
    if not heads:
        raise Failed("The log is empty: there is nothing to sign.")
    lines = [{"signed_at": utc_iso(now)}]
    lines += [{"writer": writer, "seq": str(seq), "hash": own} for writer, (seq, own) in sorted(heads.items())]
    return "".join(f"{json.dumps(line, sort_keys=True)}\n" for line in lines)


def sign(reader: LogReader, key: Path, target: Path, now: Instant) -> Path:
    """Write the statement to `target` and its signature beside it (`.sig`); return the signature's path.

    `key` is a private key, or a public one whose private part the agent holds.
    """
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(statement(reader, now))
    except FileExistsError as error:
        raise Failed(f"{target} exists already; nothing was signed. Name another file.") from error
    except OSError as error:
        raise Failed(f"{target} cannot be written: {error.strerror}.") from error
    try:
        _run(["-Y", "sign", "-n", NAMESPACE, "-f", str(key), "--", str(target)])
    except Failed:
        target.unlink(missing_ok=True)  # a statement without its signature would be in the way of the next try
        raise
    return target.with_name(f"{target.name}.sig")


def check(reader: LogReader, target: Path, allowed: Path, identity: str) -> list[str]:
    """Check a signed statement against its signature and the log; return what does not fit, nothing where all does.

    `allowed` is an allowed_signers file as ssh-keygen(1) describes it, `identity` who must have signed.
    """
    content = _read(target)
    arguments = ["-Y", "verify", "-n", NAMESPACE, "-f", str(allowed), "-I", identity, "-s", f"{target}.sig"]
    _run(arguments, content)
    wrong = []
    for line in content.splitlines():
        said: dict[str, Any] = json.loads(line)
        if "writer" in said:
            event = reader.event(f"{said['writer']}/{said['seq']}")
            if event is None:
                wrong.append(f"Event {said['writer']}/{said['seq']} was signed and is not in the log.")
            elif event.hash != said["hash"]:
                wrong.append(f"Event {event.key} is not the one that was signed: its hash differs.")
    return wrong


class BadSignature(Failed):
    """A signature that is none of these bytes, or of nobody who may sign."""


def sign_bytes(content: bytes, key: Path, namespace: str) -> bytes:
    """Return the signature of some bytes, as ssh-keygen writes it; `key` as in `sign`."""
    with tempfile.TemporaryDirectory(prefix="warroom-sign-") as folder:
        file = Path(folder) / "signed"
        file.write_bytes(content)
        _run(["-Y", "sign", "-n", namespace, "-f", str(key), "--", str(file)])
        return file.with_name("signed.sig").read_bytes()


def check_signature(content: bytes, signature: bytes, namespace: str) -> None:
    """Check that somebody signed these bytes, whoever it was; BadSignature where nobody did."""
    with _signature_file(signature) as file:
        _checked(["-Y", "check-novalidate", "-n", namespace, "-s", str(file)], content)


def signer_of(content: bytes, signature: bytes, allowed: Path, namespace: str) -> str:
    """Return the name of the allowed signer who signed these bytes; BadSignature where none of them did."""
    if not allowed.is_file():
        raise Failed(f"{allowed} is no file of allowed signers, as ssh-keygen(1) describes it.")
    with _signature_file(signature) as file:
        found = _checked(["-Y", "find-principals", "-f", str(allowed), "-s", str(file)], b"")
        for name in dict.fromkeys(found.splitlines()):
            _checked(["-Y", "verify", "-n", namespace, "-f", str(allowed), "-I", name, "-s", str(file)], content)
            return name
    raise BadSignature(f"Nobody in {allowed} signed it.")


@contextmanager
def _signature_file(signature: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="warroom-sign-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        yield file


def _checked(arguments: list[str], content: bytes) -> str:
    try:
        return _run(arguments, content.decode("ascii"))
    except _Answered as error:
        raise BadSignature(f"The signature does not hold: {error}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Failed(f"{path} is no statement that `warroom log sign` wrote: it is not text.") from error


class _Answered(Failed):
    """What ssh-keygen said no to."""


def _run(arguments: list[str], content: str = "") -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise Failed("ssh-keygen is not installed, and it signs the log; on Debian: apt install openssh-client.")
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            [program, *arguments], input=content, text=True, capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"ssh-keygen gave no answer in {_TIMEOUT:.0f} seconds; does the key wait for a touch?") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _Answered(f"ssh-keygen refused: {said[-1] if said else 'it gave no reason'}.")
    return done.stdout
