"""A stretch in which no garbage is looked for: a long log is a million small values that all stay. Knows no log."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Collect nothing meanwhile; within another such stretch that one goes on."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
