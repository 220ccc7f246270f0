"""Gives every terminal test its stage."""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.terminal.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """An empty home; everything started in it ends with the test."""
    if find_spec("console.app") is None:
        pytest.skip("the console is not built yet")
    with ExitStack() as stack:
        yield Stage(tmp_path, stack)
