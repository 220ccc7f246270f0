"""Texts that are set aside. Knows no document."""

from pathlib import Path

from console.atomic import replace_text


def set_aside(path: Path, text: str) -> Path:
    """Write a `.rej` file beside the document, under a name that nothing has yet, for the same eyes; return it."""
    number, rejects = 1, path.with_name(f"{path.name}.rej")
    while rejects.exists():
        number += 1
        rejects = path.with_name(f"{path.name}.{number}.rej")
    replace_text(rejects, text, like=path)
    return rejects
