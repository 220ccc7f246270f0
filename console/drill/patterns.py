"""Pure: regular expressions as Prometheus writes them, matched whole and in bounded time; knows no series.

Python's own can be made to run for hours by a few characters, and who types a query in a drill must not stop it. Here
a pattern is walked with the set of places that it can have reached, so nothing is ever tried twice.
"""

from collections.abc import Callable
from functools import lru_cache

_LONGEST = 1000
_DEEPEST = 20
_MOST_REPEATS = 1000
_SPECIAL = frozenset(r"\.+*?()|[]{}^$")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}

Places = set[int]
Step = Callable[[str, Places], Places]
Test = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern that is not understood; the text is for whoever wrote it."""


@lru_cache(maxsize=256)
def pattern(text: str) -> Test:
    """Return whether a whole string matches `text`; PatternError where that is no pattern."""
    if not _SPECIAL & set(text):
        return text.__eq__
    if len(text) > _LONGEST:
        raise PatternError(f"error parsing regexp: longer than {_LONGEST} characters")
    folded = text.startswith("(?i)")
    step, _ = _Reader(text, folded=folded).whole()

    def matches(value: str) -> bool:
        value = value.lower() if folded else value
        return len(value) in step(value, {0})

    return matches


class _Reader:
    """Reads one pattern; every part comes back as a step and as how often it can run another at most."""

    def __init__(self, text: str, *, folded: bool) -> None:
        self._text, self._folded = text, folded
        self._at, self._depth = 4 if folded else 0, 0

    def whole(self) -> tuple[Step, int]:
        made = self._either()
        if self._at < len(self._text):
            raise self._error("unexpected )")
        return made

    def _error(self, what: str) -> PatternError:
        return PatternError(f"error parsing regexp: {what}: `{self._text}`")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        found = self._peek()
        self._at += 1
        return found

    def _ate(self, wanted: str) -> bool:
        found = self._text.startswith(wanted, self._at)
        self._at += len(wanted) if found else 0
        return found

    def _either(self) -> tuple[Step, int]:
        parts = [self._sequence()]
        while self._ate("|"):
            parts.append(self._sequence())
        return (_either([step for step, _ in parts]), max(cost for _, cost in parts)) if parts[1:] else parts[0]

    def _sequence(self) -> tuple[Step, int]:
        steps, cost = [], 1
        while self._peek() and self._peek() not in "|)":
            step, more = self._repeated()
            steps.append(step)
            cost = max(cost, more)
        return _sequence(steps), cost

    def _repeated(self) -> tuple[Step, int]:
        if self._peek() in "*+?":
            raise self._error(f"missing argument to repetition operator: `{self._peek()}`")
        step, cost = self._atom()
        bounds = self._bounds()
        if bounds is None:
            return step, cost
        least, most = bounds
        self._ate("?")  # which of several matches is wanted makes no difference to whether there is one
        if self._peek() and self._peek() in "*+?":
            raise self._error("invalid nested repetition operator")
        cost *= max(least, most or 1, 1)
        if cost > _MOST_REPEATS:
            raise self._error("invalid repeat count")
        return _repeated(step, least, most), cost

    def _bounds(self) -> tuple[int, int | None] | None:
        """Read what says how often: the least, and the most or None; None where nothing does."""
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._ate(sign):
                return bounds
        end = self._text.find("}", self._at)
        if self._peek() != "{" or end < 0:
            return None
        low, comma, high = self._text[self._at + 1 : end].partition(",")
        if not _counts(low) or (high and not _counts(high)):
            return None
        self._at = end + 1
        least, most = int(low), int(high) if high else None
        most = most if comma else least
        if most is not None and most < least:
            raise self._error("invalid repeat count")
        return least, most

    def _atom(self) -> tuple[Step, int]:
        sign = self._take()
        if sign == "(":
            return self._group()
        if sign == "[":
            return _one(self._klass()), 1
        if sign == ".":
            return _one(lambda c: c != "\n"), 1
        if sign in "^$":
            return _border(start=sign == "^"), 1
        if sign == "\\":
            return _one(self._escaped()), 1
        wanted = sign.lower() if self._folded else sign
        return _one(wanted.__eq__), 1

    def _group(self) -> tuple[Step, int]:
        if self._peek() == "?" and not self._ate("?:"):
            raise self._error("invalid or unsupported Perl syntax")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._error("expression nests too deeply")
        made = self._either()
        if not self._ate(")"):
            raise self._error("missing closing )")
        self._depth -= 1
        return made

    def _escaped(self) -> Test:
        sign = self._take()
        if sign and sign in "dwsDWS":
            return _class_of(sign)
        if sign in _ESCAPES:
            return _ESCAPES[sign].__eq__
        if not sign or sign.isalnum():
            raise self._error(f"invalid escape sequence: `\\{sign}`")
        return sign.__eq__

    def _klass(self) -> Test:
        negated = self._ate("^")
        tests: list[Test] = []
        while self._peek() != "]" or not tests:
            if not self._peek():
                raise self._error("missing closing ]")
            tests.append(self._member())
        self._take()
        return lambda c: any(test(c) for test in tests) is not negated

    def _member(self) -> Test:
        first = self._take()
        if first == "\\":
            return self._escaped()
        if self._peek() != "-" or self._text[self._at + 1 : self._at + 2] in {"]", ""}:
            return (first.lower() if self._folded else first).__eq__
        self._take()
        last = self._take()
        if last == "\\" or last < first:
            raise self._error(f"invalid character class range: `{first}-{last}`")
        if self._folded:
            return lambda c: first <= c <= last or first <= c.upper() <= last
        return lambda c: first <= c <= last


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_REPEATS))


def _class_of(sign: str) -> Test:
    inside: dict[str, Test] = {
        "d": lambda c: c.isascii() and c.isdigit(),
        "w": lambda c: c.isascii() and (c.isalnum() or c == "_"),
        "s": lambda c: c in "\t\n\f\r ",
    }
    test = inside[sign.lower()]
    return test if sign.islower() else lambda c: not test(c)


def _one(test: Test) -> Step:
    return lambda text, places: {at + 1 for at in places if at < len(text) and test(text[at])}


def _border(*, start: bool) -> Step:
    return lambda text, places: places & {0 if start else len(text)}


def _either(steps: list[Step]) -> Step:
    return lambda text, places: set().union(*(step(text, places) for step in steps))


def _sequence(steps: list[Step]) -> Step:
    def run(text: str, places: Places) -> Places:
        for step in steps:
            if not places:
                break
            places = step(text, places)
        return places

    return run


def _repeated(step: Step, least: int, most: int | None) -> Step:
    def run(text: str, places: Places) -> Places:
        for _ in range(least):
            places = step(text, places)
            if not places:
                return places
        reached, fresh, left = set(places), places, most
        while fresh and (left is None or left > least):
            fresh = step(text, fresh) - reached
            reached |= fresh
            left = left if left is None else left - 1
        return reached

    return run
