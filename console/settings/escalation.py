"""Pure: escalation chains out of their file: whom to call after how long; a mistake has its line, the rest counts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from console.settings.lines import KeyPath
from console.settings.probes import required
from console.settings.tables import Report, Table
from console.suggestion import hint

UNTIL = ("ack", "all")
"""Until one of those whom a step calls has acknowledged, or each of them."""
ONCALL, TEAM, CHAIN = "oncall:", "team:", "chain:"
_STEP = "a person, a team, oncall:NAME or chain:NAME"


class Step(NamedTuple):
    """Whom to call once `after` ms have passed since the chain began; `number` counts from 1.

    `everyone`: the chain goes on until each of those who are called has acknowledged; otherwise until one has.
    """

    number: int
    after: int
    notify: tuple[str, ...]
    everyone: bool = False


class Chain(NamedTuple):
    """Whom to call one after the other until somebody acknowledges; empty `severities` and `services` mean all."""

    name: str
    steps: tuple[Step, ...]
    severities: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class Names(NamedTuple):
    """What a chain may refer to; `severities` None is not compared with."""

    people: Sequence[str] = ()
    teams: Sequence[str] = ()
    schedules: Sequence[str] = ()
    severities: Sequence[str] | None = ()
    services: Sequence[str] = ()


class _Line(NamedTuple):
    """A step as it stands in the file."""

    after: int
    notify: tuple[str, ...]
    everyone: bool
    path: KeyPath


class _Written(NamedTuple):
    """A chain as it stands in the file."""

    severities: tuple[str, ...]
    services: tuple[str, ...]
    lines: tuple[_Line, ...]


def read_chains(document: Table, names: Names) -> tuple[Chain, ...]:
    """Read the chains; what is wrong in one takes its steps away, not the others."""
    tables = list(document.tables("chain"))
    called = [name for table in tables if isinstance(name := table.get("name"), str)]
    written: dict[str, _Written] = {}
    for table in tables:
        name = required(table, "name", 'what the chain is called, such as "platform"')
        if name in written or ":" in name:
            table.refuse("name", "a name that no other [[chain]] has, without a colon")
        found = _chain(table, names, called)
        if name and ":" not in name and name not in written:
            written[name] = found
    document.finish()
    unroller = _Unroller(written, document.report)
    unrolled = {name: tuple(unroller.steps(name)) for name in written}
    return tuple(
        Chain(name, _numbered(unrolled[name]), each.severities, each.services)
        for name, each in written.items()
        if unrolled[name]
    )


def _chain(table: Table, names: Names, called: Sequence[str]) -> _Written:
    severities = _known(table, "severities", names.severities)
    services = _known(table, "services", names.services)
    lines = tuple(_steps(table, names, called))
    table.finish()
    return _Written(severities, services, lines)


def _known(table: Table, key: str, known: Sequence[str] | None) -> tuple[str, ...]:
    found = table.texts(key)
    if known is None:
        return found
    for name in found:
        if name not in known:
            _refuse(table, key, name, f"one of {', '.join(known)}" if known else "nothing: there is none", known)
    return tuple(name for name in found if name in known)


def _refuse(table: Table, key: str, name: str, expected: str, known: Sequence[str]) -> None:
    table.report.add((*table.path, key), f'"{name}"', expected, hint(name, known))


def _steps(table: Table, names: Names, called: Sequence[str]) -> Iterator[_Line]:
    last, count = 0, 0
    for step in table.tables("steps"):
        count += 1
        after = round(step.seconds("after", 0.0, low=0.0) * 1000)
        if "after" in step.wrong():
            after = last  # what cannot be read is told already, and stands before nothing
        if after < last:
            step.refuse("after", "a time that is not before the step above: it counts from the beginning of the chain")
        last = max(last, after)
        everyone = step.choice("until", UNTIL, UNTIL[0]) == UNTIL[1]
        notify = tuple(name for name in step.texts("notify") if _callable(step, name, names, called))
        if step.get("notify") in (None, []):
            step.refuse("notify", _STEP)
        step.finish()
        if notify:
            yield _Line(last, notify, everyone, step.path)
    if not count:
        table.report.add(table.path, "no steps", "at least one [[chain.steps]] with after and notify")


def _callable(step: Table, name: str, names: Names, called: Sequence[str]) -> bool:
    """Whether somebody of that name can be called; reports who cannot."""
    for mark, known in ((ONCALL, names.schedules), (TEAM, names.teams), (CHAIN, called)):
        if name.startswith(mark):
            wanted = name.removeprefix(mark)
            if wanted not in known:
                _refuse(
                    step,
                    "notify",
                    name,
                    f"one of {', '.join(mark + each for each in known) or 'nothing'}",
                    [mark + each for each in known],
                )
            return wanted in known
    crowd = (*names.people, *names.teams)
    if name not in crowd:
        _refuse(step, "notify", name, f"{_STEP}: {', '.join(crowd)}" if crowd else _STEP, crowd)
    return name in crowd


Unrolled = tuple[int, tuple[str, ...], bool]


class _Unroller:
    """Puts chains that lead to others into one row of steps; a step that leads back is refused once a circle."""

    def __init__(self, written: Mapping[str, _Written], report: Report) -> None:
        self._written, self._report = written, report
        self._told: set[frozenset[str]] = set()

    def steps(self, name: str, above: tuple[str, ...] = ()) -> Iterator[Unrolled]:
        """Yield the steps of a chain with those of the chains that it leads to."""
        path = (*above, name)
        for line in self._written[name].lines:
            direct = tuple(each for each in line.notify if not each.startswith(CHAIN))
            if direct:
                yield line.after, direct, line.everyone
            for to in (each.removeprefix(CHAIN) for each in line.notify if each.startswith(CHAIN)):
                if to in path:
                    self._refuse(line, (*path[path.index(to) :], to))
                elif to in self._written:
                    yield from (
                        (line.after + after, notify, everyone) for after, notify, everyone in self.steps(to, path)
                    )

    def _refuse(self, line: _Line, way: Sequence[str]) -> None:
        if frozenset(way) not in self._told:
            self._told.add(frozenset(way))
            expected = f"a chain that does not lead back: {' > '.join(way)}"
            self._report.add((*line.path, "notify"), f'"{CHAIN}{way[-1]}"', expected)


def _numbered(steps: Sequence[Unrolled]) -> tuple[Step, ...]:
    ordered = sorted(steps, key=lambda each: each[0])
    return tuple(Step(number, *each) for number, each in enumerate(ordered, 1))
