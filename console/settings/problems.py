"""Pure: what is wrong with a configuration, told with file, line, key, what was found and what was expected."""

from collections.abc import Sequence
from typing import NamedTuple

from console.suggestion import nearest
from console.toml_text import NotToml


class Problem(NamedTuple):
    """One mistake. `line` 0 means that the file as a whole or the environment is meant; `key` may be ""."""

    file: str
    line: int
    key: str
    found: str
    expected: str
    hint: str = ""

    @property
    def doubts(self) -> str:
        """What nobody knows for sure because of it, so that nothing may go on: "log_dir", "user" or all; "" nothing."""
        if self.file in {"command line", "environment"}:
            return "all"
        section, _, key = self.key.partition(".")
        if not key:
            found = nearest(section.partition("[")[0], ("room", "log_dir")) if section else "room"
            return "all" if found == "room" else found
        return nearest(key, ("log_dir", "user")) if section == "room" else ""

    def __str__(self) -> str:
        """Say it in one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        hint = f" - {self.hint}" if self.hint else ""
        return f"{place}:{key} found {self.found}, expected {self.expected}{hint}"


class SettingsError(Exception):
    """The configuration cannot be used; `problems` has every mistake, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def syntax(file: str, error: NotToml) -> Problem:
    """Tell of a file that is no TOML."""
    found = f"something else{error.where}" if error.expected else f"a mistake{error.where}"
    hints = [said for said in ("" if error.expected else error.wrong, error.hint) if said]
    return Problem(file, error.line, "", found, error.expected or "TOML", "; ".join(hints))
