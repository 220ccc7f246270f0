from pathlib import Path

import pytest

from tests.cli.line import Line


@pytest.fixture
def warroom(tmp_path: Path) -> Line:
    return Line(tmp_path)
