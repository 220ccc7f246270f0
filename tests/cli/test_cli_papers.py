"""Documents at places that are no ordinary file."""

import os
from pathlib import Path

import pytest

from tests.cli.line import Line


@pytest.mark.parametrize("form", ["md", "json"])
def test_a_pipe_or_a_device_is_refused_before_it_is_read(form: str, warroom: Line, tmp_path: Path) -> None:
    warroom.declared()
    os.mkfifo(tmp_path / "pipe")
    said = warroom("export", "-o", str(tmp_path / "pipe"), "--format", form)
    assert (said.status, "pipe is no file" in said.err, "--output -" in said.err) == (1, True, True)
