"""Pure: TOML text to its values; what is no TOML is told with its line and how to mend it. Knows no key."""

import re
from typing import Any

_PLACE = re.compile(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)")
_NO_SECONDS = re.compile(
    r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?(?![:\d])|(?<![\d:T])(\d{2}:\d{2})(?![:\d])"
)
_EXPECTED = "Expected "


class NotToml(ValueError):  # noqa: N818 - it says what the text is
    """A text that is no TOML. `line` and `column` count from 1, 0 where it is the end of the text that surprises.

    `expected` is "" where only `wrong` is known; `hint` says how to mend it, "" where nobody can tell. Nothing of the
    text itself is in it but a time: the rest may be a secret.
    """

    def __init__(self, error: ValueError, text: str) -> None:
        said = str(error)
        place = _PLACE.search(said)
        self.line, self.column = (int(place[1] or 0), int(place[2] or 0)) if place else (0, 0)
        sentence = _PLACE.sub("", said)
        self.expected = sentence.removeprefix(_EXPECTED) if sentence.startswith(_EXPECTED) else ""
        self.wrong = f"{sentence[:1].lower()}{sentence[1:]}"
        self.hint = self._mend(text)
        super().__init__(f"{self.wrong}{self.where}{f' - {self.hint}' if self.hint else ''}")

    @property
    def where(self) -> str:
        """Say where on its line: " at column 7"."""
        return f" at column {self.column}" if self.column else " at the end of the file"

    def place(self, file: str) -> str:
        """Return "file:line", or the file alone."""
        return f"{file}:{self.line}" if self.line else file

    def _mend(self, text: str) -> str:
        lines = text.splitlines()
        if not 0 < self.line <= len(lines):
            return ""
        _, _, value = lines[self.line - 1].partition("=")
        found = _NO_SECONDS.match(value.strip())
        if found is None:
            return ""
        right = f"{found[1]}:00{found[2] or ''}" if found[1] else f"{found[3]}:00"
        return f"a time has seconds: write {right}"


def parse_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text holds. NotToml where it is none."""
    import tomllib  # a note without a configuration needs none

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(error, text) from error
