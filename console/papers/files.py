"""Files that are written whole or not at all, and texts that are set aside. Knows no document."""

import os
import stat
from contextlib import suppress
from pathlib import Path


def set_aside(path: Path, text: str) -> Path:
    """Write a `.rej` file beside the document, under a name that nothing has yet, for the same eyes; return it."""
    number, rejects = 1, path.with_name(f"{path.name}.rej")
    while rejects.exists():
        number += 1
        rejects = path.with_name(f"{path.name}.{number}.rej")
    replace(rejects, text, like=path)
    return rejects


def replace(path: Path, text: str, like: Path | None = None, *, private: bool = False) -> None:
    """Write beside it and move it over: a crash leaves the old file or the new one, never half of one.

    Who may read a document that is there already (or the one it is `like`) is for people to say, and stays so; a new
    one that is `private` is for nobody else.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    model = like or path
    mode = stat.S_IMODE(model.stat().st_mode) if model.exists() else 0o600 if private else None
    with suppress(FileNotFoundError):
        beside.unlink()  # left by a process that ended while it wrote
    try:
        with beside.open("x", encoding="utf-8") as file:
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
