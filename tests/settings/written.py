"""Configurations as tests write them: a file in a folder, what it is read into, and what is said of it."""

from pathlib import Path

import pytest

from console.settings import Known, Settings, SettingsError, load

KNOWN = Known(
    schemes={"sev1-4": ("SEV1", "SEV2"), "p0-3": ("P0", "P1")},
    themes=("dark", "light"),
    roles=("incident_commander", "scribe"),
    keys=("note", "quit"),
    teams=("architect", "cto"),
)


def home_of(tmp_path: Path) -> dict[str, str]:
    """The variables of somebody who lives in this folder."""
    return {"HOME": str(tmp_path), "USER": "alice"}


def load_text(tmp_path: Path, text: str) -> Settings:
    """The settings of this text; raises SettingsError."""
    file = tmp_path / "warroom.toml"
    file.write_text(text)
    return load(file, home_of(tmp_path), known=KNOWN)


def mistakes_of(tmp_path: Path, text: str) -> list[str]:
    """Load what must fail: each mistake without the folder in front."""
    with pytest.raises(SettingsError) as failing:
        load_text(tmp_path, text)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in failing.value.problems]
