"""Pure: typed reading of TOML tables that collects every mistake with its place, instead of stopping at the first."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Any

from console.settings.lines import KeyPath, line_of
from console.settings.logins import Secret
from console.settings.problems import Problem
from console.suggestion import hint, nearest

_SPAN = re.compile(r"(?:(\d+(?:\.\d+)?)(ms|s|m|h|d))")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_INLINE_SECRETS = ("token", "password", "secret", "api_key", "apikey")
_SHOWN = 60


class Report:
    """Collects the mistakes of one file; `home` is what ~ stands for in the paths that are written there."""

    def __init__(self, file: str, lines: Mapping[KeyPath, int], home: str = "") -> None:
        self.file = file
        self.home = home
        self.problems: list[Problem] = []
        self._lines = lines

    def add(self, path: KeyPath, found: str, expected: str, hint: str = "") -> None:
        """Note a mistake at this key."""
        self.problems.append(Problem(self.file, line_of(path, self._lines), dotted(path), found, expected, hint))

    def path(self, text: str) -> Path:
        """Return the path that a person wrote: `~` is their home, anything relative lies beside the file."""
        if self.home and (text == "~" or text.startswith("~/")):
            return Path(self.home) / text[2:]
        return Path(self.file).parent / text


class Table:
    """One table of the file. Every getter returns a usable value, and reports what does not fit."""

    def __init__(self, values: Mapping[str, object], path: KeyPath, report: Report) -> None:
        self.path = path
        self.report = report
        self._values = values
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def refuse(self, key: str, expected: str, hint: str = "") -> None:
        """Report the value of this key."""
        self.report.add((*self.path, key), shown(self._values.get(key)), expected, hint)

    def get(self, key: str) -> object:
        """Return the raw value or None, and count the key as known."""
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Read a text that is not empty."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.refuse(key, "a text in quotes")
            return default
        return value.strip()

    def choice(self, key: str, known: Sequence[str], default: str = "") -> str:
        """Read one of the known words; with none known, any text."""
        value = self.text(key, default)
        if value != default and known and value not in known:
            self.refuse(key, f"one of {', '.join(dict.fromkeys(known))}", hint(value, known))
            return default
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.refuse(key, "true or false, without quotes")
        return default

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Read a whole number within bounds."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.refuse(key, f"a whole number from {low} to {high}")
            return default
        return value

    def ratio(self, key: str, default: float) -> float:
        """Read a share: 0.05 or "5%"."""
        value = self.get(key)
        if value is None:
            return default
        number = _percent(value)
        if number is None or not 0.0 <= number <= 1.0:
            self.refuse(key, 'a share such as 0.05 or "5%"')
            return default
        return number

    def seconds(self, key: str, default: float, low: float = 0.05) -> float:
        """Read a time span: 5 (seconds), "5s", "1m30s"."""
        value = self.get(key)
        if value is None:
            return default
        number = span_seconds(value)
        if number is None or number < low:
            short = f"{max(low * 3, 5.0):g}s"  # an example has to be one that is taken
            self.refuse(key, f'a time span of at least {low:g} s such as "{short}" or "1m30s"')
            return default
        return number

    def zone(self, key: str, default: str = "") -> str | None:
        """Read the name of a time zone; None where it is not known: nobody guesses then."""
        from zoneinfo import ZoneInfo

        name = self.text(key, default)
        try:
            return ZoneInfo(name).key if name else ""
        except (LookupError, ValueError, OSError):
            self.refuse(key, 'the name of a time zone such as "Europe/Berlin"')
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Read one text or a list of texts."""
        return tuple(item.strip() for item in _each(self, key, "a text in quotes, or a list of them", _is_text))

    def dates(self, key: str) -> tuple[date, ...]:
        """Read a list of days: 2026-12-25, with or without quotes."""
        found = _each(self, key, "a list of dates such as [2026-12-25, 2026-12-26]", _day)
        return tuple(day for item in found if (day := _day(item)) is not None)

    def mapping(self, key: str) -> Mapping[str, str]:
        """Read a table of texts."""
        table = self.table(key)
        return {name: text for name in table.names() if (text := table.text(name))}

    def table(self, key: str) -> "Table":
        """Read a table; an empty one where there is none."""
        value = self.get(key)
        if value is not None and not isinstance(value, dict):
            self.refuse(key, f"a table: [{dotted((*self.path, key))}]")
        return Table(value if isinstance(value, dict) else {}, (*self.path, key), self.report)

    def tables(self, key: str) -> Iterator["Table"]:
        """Read a list of tables."""
        value = self.get(key)
        if value is not None and not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
            self.refuse(key, f"a list of tables: [[{dotted((*self.path, key))}]]")
            return
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield Table(item, (*self.path, key, index), self.report)

    def file(self, key: str) -> Path | None:
        """Read the path of a file."""
        text = self.text(key)
        return self.report.path(text) if text else None

    def secret(self, word: str) -> Secret | None:
        """Read `<word>_env` or `<word>_file`; the secret itself is refused."""
        env, file = self.text(f"{word}_env"), self.file(f"{word}_file")
        if env and file:
            self.report.add((*self.path, f"{word}_file"), f"both {word}_env and {word}_file", "one of the two")
            return None
        return Secret(env, str(file or "")) if env or file else None

    def wrong(self) -> tuple[str, ...]:
        """Return the keys of this table under which a mistake was reported, each once."""
        inside = f"{dotted(self.path)}."
        keys = (each.key.removeprefix(inside) for each in self.report.problems if each.key.startswith(inside))
        return tuple(dict.fromkeys(key.partition(".")[0] for key in keys))

    def names(self) -> tuple[str, ...]:
        """Return the keys that are there."""
        return tuple(self._values)

    def finish(self, also: Iterable[str] = ()) -> None:
        """Report the keys that nobody asked for; `also` are known though they were not asked for."""
        self._asked.update(also)
        for key in self._values:
            if key in self._asked:
                continue
            if key.lower() in _INLINE_SECRETS:
                self._refuse_inline(key)
            else:
                known = sorted(self._asked)
                self.report.add((*self.path, key), "an unknown key", _known(known), hint(key, known))

    def _refuse_inline(self, key: str) -> None:
        word = "password" if key.lower() == "password" else "token"
        reason = "files like this one get copied, committed and shared"
        self.report.add((*self.path, key), "a secret written down", f"{word}_env or {word}_file", reason)


def nearly(table: Table, key: str) -> bool:
    """Whether some key of a table is spelt nearly like this one, or begins it: "prod" is meant for production."""
    return any(nearest(each, (key,)) or (each[:4].lower() == key[:4] and len(each) >= 4) for each in table.names())  # noqa: PLR2004 - shorter ones begin too much


def guard(table: Table, key: str) -> bool:
    """Read true or false of what keeps from harm: what is neither, or is spelt nearly so, counts as true."""
    value = table.get(key)
    if value is not None and not isinstance(value, bool):
        table.refuse(key, "true or false, without quotes", "until it is mended it counts as true")
    return value if isinstance(value, bool) else nearly(table, key)


def moment(table: Table, key: str) -> datetime | None:
    """Read a day and a time, with or without quotes, seconds and an offset; None where it is none: nothing is told."""
    value = table.get(key)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if isinstance(found, date) and not isinstance(found, datetime):
        return datetime.combine(found, time())
    return found if isinstance(found, datetime) else None


def _each(table: Table, key: str, expected: str, fits: Callable[[object], object]) -> list[Any]:
    """Return those of a list that fit, and report the others; one text is a list of one."""
    value = table.get(key)
    values = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(values, list):
        table.refuse(key, expected)
        return []
    for item in values:
        if not fits(item):
            table.report.add((*table.path, key), shown(item), expected)
    return [item for item in values if fits(item)]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def span_seconds(value: object) -> float | None:
    """Read 5, 2.5, "5s", "500ms" or "1h30m" as seconds; None where it is no time span."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if isfinite(value) else None
    if not isinstance(value, str) or not re.fullmatch(rf"(?:{_SPAN.pattern})+", value.replace(" ", "")):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in _SPAN.findall(value.replace(" ", "")))


def dotted(path: KeyPath) -> str:
    """Write a path as people do: service[1].http.url, lists counted from 1."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def shown(value: object) -> str:
    """Show a value as it stands in the file, cut to a readable length."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _percent(value: object) -> float | None:
    if isinstance(value, str) and (match := re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", value.strip())):
        return float(match[1]) / 100
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _known(known: Sequence[str]) -> str:
    return f"one of {', '.join(known)}" if known else "nothing here"
