"""What holds for every test: it plays in a folder of its own, so that no warroom.toml of the checkout is in the way."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("WARROOM_CONFIG", "WARROOM_LOG_DIR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
