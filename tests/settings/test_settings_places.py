"""Where the configuration and the log are looked for, and what wins over what."""

from pathlib import Path

import pytest

from console.settings import (
    Overrides,
    SettingsError,
    find,
    load,
    usual_places,
)
from tests.settings.written import home_of


def test_a_bare_machine_needs_no_configuration(tmp_path: Path) -> None:
    settings = load(None, home_of(tmp_path))
    assert settings.path is None
    assert settings.bare
    assert [check.kind for check in settings.checks] == ["host"]
    assert settings.log_dir == tmp_path / ".local/state/warroom"
    assert settings.user == "alice"


def test_a_file_is_looked_for_in_the_documented_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / ".config/warroom").mkdir(parents=True)
    usual = home / ".config/warroom/warroom.toml"
    env = {"HOME": str(home)}
    monkeypatch.chdir(tmp_path)
    assert find(None, env) is None
    usual.write_text("")
    assert find(None, env) == usual
    assert find(None, env | {"XDG_CONFIG_HOME": str(tmp_path / "other")}) is None
    here = tmp_path / "warroom.toml"
    here.write_text("")
    assert find(None, env) == here
    assert find(None, env | {"WARROOM_CONFIG": "/elsewhere.toml"}) == Path("/elsewhere.toml")
    assert find(Path("given.toml"), env | {"WARROOM_CONFIG": "/elsewhere.toml"}) == tmp_path / "given.toml"


def test_a_relative_xdg_directory_is_ignored_as_its_rules_say(tmp_path: Path) -> None:
    env = home_of(tmp_path) | {"XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config"}
    assert load(None, env).log_dir == tmp_path / ".local/state/warroom"
    assert len(usual_places(env)) == 1


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "warroom.toml"
    file.write_text('[room]\nuser = "file"\nlog_dir = "from-file"\ntheme = "dark"\n')
    env = home_of(tmp_path)
    assert load(file, env).user == "file"
    assert load(file, env).log_dir == tmp_path / "from-file"
    env |= {"WARROOM_USER": "env", "WARROOM_LOG_DIR": "/from-env"}
    assert (load(file, env).user, load(file, env).log_dir) == ("env", Path("/from-env"))
    settings = load(file, env, Overrides("/from-argv", "argv", "light", read_only=True))
    assert (settings.user, settings.log_dir, settings.theme) == ("argv", Path("/from-argv"), "light")
    assert settings.read_only


def test_without_a_home_the_error_says_how_to_place_the_log() -> None:
    with pytest.raises(SettingsError, match="--log-dir, WARROOM_LOG_DIR, or log_dir"):
        load(None, {})
    assert load(None, {"WARROOM_LOG_DIR": "/log"}).log_dir == Path("/log")


def test_a_working_directory_that_was_removed_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert load(None, home_of(tmp_path)).path is None
