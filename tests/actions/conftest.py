from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.stage import Stage, staged, two_revisions


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A cluster with nothing in it."""
    with staged(tmp_path) as made:
        yield made


@pytest.fixture
def half_way(stage: Stage) -> Stage:
    """A bad rollout of web:2 over web:1, half way."""
    two_revisions(stage)
    return stage
