"""Pure: a scenario as its file says it: what happens when, how releases behave, what helps."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import NamedTuple

from checks.kubernetes.objects import kind_and_name
from console.drill.shop import PARTS
from console.incident.action import VERBS_OF
from console.settings.lines import key_lines
from console.settings.problems import Problem, SettingsError
from console.settings.tables import Report, Table

_DEPLOYABLE = (*PARTS, "reports")
_SCALED = tuple(name for name, part in PARTS.items() if part.kind == "Deployment")
_PLACES = (*_DEPLOYABLE, "acquirer")
NODES = ("node-1", "node-2", "node-3")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
_DONE = ("deploy", "configure", "scale", "lose", "flush")
_MOST = 1000


class Release(NamedTuple):
    """How pods of an image (or of an image with a configuration, "api:1.9.2@pool-4") behave.

    `errors` is the share of requests that they fail, `slow` a factor on their work, `places` one on what they do at
    once; `leak` is in MB a minute under ordinary load. `says` is what their logs tell of a failure.
    """

    errors: float = 0.0
    slow: float = 1.0
    places: float = 1.0
    leak: float = 0.0
    says: str = ""


class Effect(NamedTuple):
    """Something that is wrong from `at` on (s since the start): for `lasts` s, or while a workload has ready pods.

    `load` is a factor on the traffic of users, `again` the share of them that try again; `old` means only pods made
    before it began, `releases` those as well whenever they were made. `says` is what logs tell of a failure.
    """

    at: float
    service: str = ""
    errors: float = 0.0
    slow: float = 1.0
    load: float = 1.0
    again: float = 0.0
    lasts: float = 0.0
    during: str = ""
    old: bool = False
    releases: tuple[str, ...] = ()
    says: str = ""


class Happening(NamedTuple):
    """Something that is done to the shop at `at` (s since the start).

    One of: `deploy` an image ("web:2.4.1"), `configure` a service with `config`, `scale` a service to `pods`,
    `lose` a node, `flush` a service's pods. `gradual`: seconds that a new pod has to hold before the next follows.
    `canary`: so many new pods come beside all old ones, before the first of those goes (0: as the cluster has it).
    """

    at: float
    deploy: str = ""
    configure: str = ""
    config: str = ""
    scale: str = ""
    pods: int = 0
    lose: str = ""
    flush: str = ""
    by: str = "deploy-bot"
    why: str = ""
    gradual: int = 0
    canary: int = 0


class Colleague(NamedTuple):
    """Somebody who can be given a role: answers after about `answers` seconds.

    At `at` (s since the start) they ask something, or promise something; what they report `within` so many seconds
    after that is "" where they forget it.
    """

    name: str
    contact: str = ""
    answers: float = 60.0
    at: float = 0.0
    asks: str = ""
    promises: str = ""
    within: float = 300.0
    reports: str = ""

    @property
    def forgets(self) -> bool:
        """Whether they forget what they say they will do."""
        return bool(self.promises) and not self.reports


class Scenario(NamedTuple):
    """A drill; `onset` and `ends` are seconds since its start.

    The right `hypothesis` is a text that holds all words of one of its rows. `told` is what the pager says; `helps`,
    `harms` and `idle` (which does nothing) are actions such as "rollback deploy/web". `traffic` is a factor on that of
    an ordinary afternoon.
    """

    name: str
    title: str
    told: str
    cause: str
    onset: float
    ends: float
    hypothesis: tuple[tuple[str, ...], ...]
    helps: tuple[str, ...]
    harms: tuple[str, ...]
    idle: tuple[str, ...]
    faster: tuple[str, ...]
    happenings: tuple[Happening, ...]
    effects: tuple[Effect, ...]
    releases: Mapping[str, Release]
    autoscalers: Mapping[str, tuple[int, int]]
    traffic: float = 1.0
    colleagues: tuple[Colleague, ...] = ()


OTHERS = (
    Colleague("maria", "#shop-support", 40.0, 420.0, asks="Support has a queue of 60 calls. What may we tell people?"),
    Colleague(
        "jonas", "#platform", 90.0, 540.0, promises="I will look at the machines and be back in 5 minutes.", reports=""
    ),
    Colleague(
        "aylin",
        "#backend",
        60.0,
        480.0,
        promises="I am going through the logs of web and api, and tell you in 4 minutes.",
        within=240.0,
        reports="The logs are on screen 2: open a workload, l reads the log of a pod.",
    ),
    Colleague(
        "tomas", "", 150.0, 900.0, asks="I have the board on the line. When will it be over, and how many are hit?"
    ),
)
"""Who is there where a scenario names nobody: one asks, one forgets what he promised, one keeps it, one presses."""


def parse(text: str, file: str) -> Scenario:
    """Read a scenario; SettingsError has every mistake of the file, with its line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([Problem(file, 0, "", f"no TOML: {error}", "a scenario")]) from None
    report = Report(file, key_lines(text))
    table = Table(data, (), report)
    found = _scenario(table, PurePath(file).stem)
    table.finish()
    if report.problems:
        raise SettingsError(report.problems)
    return found


def _scenario(table: Table, name: str) -> Scenario:
    releases, scalers = table.table("release"), table.table("autoscaler")
    return Scenario(
        name,
        _needed(table, "title"),
        _needed(table, "told"),
        _needed(table, "cause"),
        table.seconds("onset", 300.0, 1.0),
        table.seconds("ends", 2700.0, 60.0),
        tuple(tuple(each.texts("words")) for each in _finished(table.tables("hypothesis"), ("words",))),
        _actions(table, "helps"),
        _actions(table, "harms"),
        _actions(table, "idle"),
        table.texts("faster"),
        tuple(_happening(each) for each in table.tables("event")),
        tuple(_effect(each) for each in table.tables("effect")),
        {key: _release(releases.table(key)) for key in releases.names()},
        {key: _bounds(scalers, key) for key in scalers.names()},
        _factor(table, "traffic"),
        tuple(_colleague(each) for each in table.tables("colleague")) or OTHERS,
    )


def _colleague(table: Table) -> Colleague:
    found = Colleague(
        _needed(table, "name"),
        table.text("contact"),
        table.seconds("answers", 60.0, 0.0),
        table.seconds("at", 0.0, 0.0),
        table.text("asks"),
        table.text("promises"),
        table.seconds("within", 300.0, 1.0),
        table.text("reports"),
    )
    table.finish()
    return found


def _happening(table: Table) -> Happening:
    done = [key for key in _DONE if key in table]
    if len(done) != 1:
        table.report.add(table.path, f"{len(done)} of them", f"exactly one of {', '.join(_DONE)}")
    found = Happening(
        table.seconds("at", 0.0, 0.0),
        _of_shop(table, "deploy"),
        _of_shop(table, "configure"),
        table.text("config"),
        _of_shop(table, "scale"),
        table.whole("pods", 0, 0, 100),
        table.choice("lose", NODES),
        _of_shop(table, "flush"),
        _name(table, "by", "deploy-bot"),
        table.text("why"),
        int(table.seconds("gradual", 0.0, 0.0)),
        table.whole("canary", 0, 0, 100),
    )
    table.finish()
    return found


def _effect(table: Table) -> Effect:
    found = Effect(
        table.seconds("at", 0.0, 0.0),
        table.choice("service", _PLACES),
        table.ratio("errors", 0.0),
        _factor(table, "slow"),
        _factor(table, "load"),
        _factor(table, "again", 0.0, 0.0),
        table.seconds("lasts", 0.0),
        table.choice("during", _DEPLOYABLE),
        table.flag("old"),
        table.texts("releases"),
        table.text("says"),
    )
    table.finish()
    return found


def _release(table: Table) -> Release:
    found = Release(
        table.ratio("errors", 0.0),
        _factor(table, "slow"),
        _factor(table, "places"),
        _factor(table, "leak", 0.0, 0.0),
        table.text("says"),
    )
    table.finish()
    return found


def _bounds(scalers: Table, key: str) -> tuple[int, int]:
    if key not in PARTS or PARTS[key].kind != "Deployment":
        scalers.report.add((*scalers.path, key), key, f"one of {', '.join(_SCALED)}")
    table = scalers.table(key)
    least = table.whole("least", 1, 1, 100)
    most = table.whole("most", max(least, 10), least, 100)
    table.finish()
    return least, most


def _actions(table: Table, key: str) -> tuple[str, ...]:
    """Read actions such as "rollback deploy/web"; a `*` at the end of a name stands for the rest."""
    found = table.texts(key)
    for each in found:
        verb, _, target = each.partition(" ")
        kind, name = kind_and_name(target)
        if verb not in VERBS_OF.get(kind, ()) or not name or (kind in _WORKLOADS and name not in _DEPLOYABLE):
            table.refuse(key, 'actions on the shop such as "rollback deploy/web" or "delete pod/api-*"')
            break
    return found


def _finished(tables: Iterable[Table], known: Sequence[str]) -> Iterator[Table]:
    for table in tables:
        yield table
        table.finish(known)


def _needed(table: Table, key: str) -> str:
    if key not in table:
        table.refuse(key, "a text in quotes: it is needed")
    return table.text(key)


def _name(table: Table, key: str, default: str) -> str:
    found = table.text(key, default)
    if not _PLAIN.fullmatch(found):
        table.refuse(key, "a name of letters, digits, dots and dashes, 40 at most")
        return default
    return found


def _of_shop(table: Table, key: str) -> str:
    found = table.text(key)
    if found and found.partition(":")[0] not in _DEPLOYABLE:
        table.refuse(key, f"a part of the shop: {', '.join(_DEPLOYABLE)}")
    return found


def _factor(table: Table, key: str, default: float = 1.0, least: float = 0.01) -> float:
    value = table.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= _MOST:
        table.refuse(key, f"a number from {least:g} to {_MOST}")
        return default
    return float(value)
