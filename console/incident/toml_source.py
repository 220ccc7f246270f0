"""Pure: TOML text with its file name, so that every error can say which line is meant. Opens no file."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from console.incident.errors import Refused


class TomlSource:
    """A TOML text and where it came from. `data` is what it holds."""

    def __init__(self, text: str, file: str) -> None:
        import tomllib

        self.text, self.file = text, file
        try:
            self.data: Mapping[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message = f"{file}: this is not TOML: {error}."
            raise Refused(message) from error

    def line(self, table: str = "", index: int = 0, key: str = "") -> int:
        """Return the line (from 1) of the index-th `[[table]]`, or of a key in it; 1 where it is not found."""
        header, inside, seen = f"[[{table}]]", not table, -1
        start = 1
        for number, line in enumerate(self.text.splitlines(), 1):
            plain = line.strip()
            if plain.startswith("["):
                seen += plain.startswith(header)
                inside = seen == index and plain.startswith(header)
                start = number if inside else start
            elif inside and key and plain.partition("=")[0].strip() == key:
                return number
        return start

    def refused(self, message: str, table: str = "", index: int = 0, key: str = "") -> Refused:
        """Build the error "file:line: message"."""
        return Refused(f"{self.file}:{self.line(table, index, key)}: {message}")

    def check_keys(self, found: Iterable[str], known: Iterable[str], table: str = "", index: int = 0) -> None:
        """Refuse a key that nobody reads: it is a misspelt one."""
        names = tuple(known)
        for key in found:
            if key not in names:
                from console.suggestion import did_you_mean

                message = f"unknown key '{key}'{did_you_mean(key, names)} Expected: {', '.join(names)}."
                raise self.refused(message, table, index, key)

    def text_of(self, values: Mapping[str, Any], key: str, table: str = "", index: int = 0) -> str:
        """Return a text that has to be there and not be empty."""
        value = values.get(key)
        if not isinstance(value, str) or not value.strip():
            message = f"'{key}' is {value!r}; expected a text that is not empty."
            raise self.refused(message, table, index, key)
        return value.strip()

    def one_of(
        self, values: Mapping[str, Any], key: str, known: Collection[str], table: str = "", index: int = 0
    ) -> str:
        """Return one of the known names, "" where the key is missing; Refused with "did you mean"."""
        name = values.get(key, "")
        if name == "" or (isinstance(name, str) and name in known):
            return str(name)
        from console.suggestion import did_you_mean

        expected = f"Expected: {', '.join(known)}." if known else "None is configured."
        message = f"'{key}' is '{name}'{did_you_mean(str(name), known)} {expected}"
        raise self.refused(message, table, index, key)

    def span_of(self, values: Mapping[str, Any], key: str, table: str = "", index: int = 0) -> int | None:
        """Return a duration in ms, None where the key is missing or ""."""
        from console.incident.clock import parse_duration

        value = values.get(key, "")
        if value == "":
            return None
        try:
            return parse_duration(value if isinstance(value, str) else repr(value))
        except Refused as error:
            raise self.refused(f"'{key}': {error}", table, index, key) from error
