"""Pure: TOML text with its file name, read so that every mistake is kept with its line. Opens no file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from console.incident.errors import Refused
from console.toml_text import NotToml, parse_toml

Found = TypeVar("Found")


class TomlSource:
    """A TOML text and where it came from. `data` is what it holds; what is wrong in it is collected, not raised."""

    def __init__(self, text: str, file: str) -> None:
        """Refused where the text is not TOML: then nothing else can be told of it."""
        self.text, self.file = text, file
        self._mistakes: list[tuple[int, str]] = []
        self._misspelt: set[tuple[str, int, str]] = set()
        try:
            self.data: Mapping[str, Any] = parse_toml(text)
        except NotToml as error:
            message = f"{error.place(file)}: this is not TOML: {error}."
            raise Refused(message) from error

    @property
    def mistakes(self) -> tuple[str, ...]:
        """Everything that is wrong, each as "file:line: sentence", in the order of the lines."""
        return tuple(f"{self.file}:{line}: {message}" for line, message in sorted(self._mistakes, key=lambda it: it[0]))

    def whole(self, found: Found | None) -> Found:
        """Return what was read of a text without a mistake; else Refused with all of them, one a line."""
        if found is None or self._mistakes:
            raise Refused("\n".join(self.mistakes))
        return found

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

    def wrong(self, message: str, table: str = "", index: int = 0, key: str = "") -> None:
        """Note a mistake."""
        self._mistakes.append((self.line(table, index, key), message))

    def tables(self, key: str, none: str) -> Sequence[Mapping[str, Any]]:
        """Return a list of tables that has to be there; `none` says what is missing where it is not."""
        found = self.data.get(key)
        if not isinstance(found, list) or not found:
            self.wrong(none, key=key)
            return ()
        if not all(isinstance(each, dict) for each in found):
            self.wrong(f"'{key}' is not a list of tables; expected [[{key}]].", key=key)
            return ()
        return found

    def check_keys(self, found: Iterable[str], known: Iterable[str], table: str = "", index: int = 0) -> None:
        """Tell of every key that nobody reads: it is a misspelt one."""
        names = tuple(known)
        for key in found:
            if key not in names:
                from console.suggestion import did_you_mean, nearest

                self._misspelt.add((table, index, nearest(key, names)))
                message = f"unknown key '{key}'{did_you_mean(key, names)} Expected: {', '.join(names)}."
                self.wrong(message, table, index, key)

    def text_of(self, values: Mapping[str, Any], key: str, table: str = "", index: int = 0) -> str:
        """Return a text that has to be there; "" where it is not."""
        value = values.get(key)
        if value is None and (table, index, key) in self._misspelt:
            return ""  # it is there under another name, and that is told
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"'{key}' is {value!r}; expected a text that is not empty.", table, index, key)
            return ""
        return value.strip()

    def one_of(
        self, values: Mapping[str, Any], key: str, known: Collection[str], table: str = "", index: int = 0
    ) -> str:
        """Return one of the known names, "" where the key is missing or names none of them."""
        name = values.get(key, "")
        if name == "" or (isinstance(name, str) and name in known):
            return str(name)
        from console.suggestion import did_you_mean

        expected = f"Expected: {', '.join(dict.fromkeys(known))}." if known else "None is configured."
        self.wrong(f"'{key}' is '{name}'{did_you_mean(str(name), known)} {expected}", table, index, key)
        return ""

    def span_of(self, values: Mapping[str, Any], key: str, table: str = "", index: int = 0) -> int | None:
        """Return a duration in ms, None where the key is missing, "" or no duration."""
        from console.incident.clock import parse_duration

        value = values.get(key, "")
        if value == "":
            return None
        try:
            return parse_duration(value if isinstance(value, str) else repr(value))
        except Refused as error:
            self.wrong(f"'{key}': {error}", table, index, key)
            return None
