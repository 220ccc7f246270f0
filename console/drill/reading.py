"""Pure: a scenario out of the text of its file; every mistake is told with its line. Plays nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from checks.kubernetes.objects import kind_and_name
from console.drill.scenario import OTHERS, Colleague, Effect, Happening, Release, Scenario
from console.drill.shop import PARTS, REPORTS, kind_of
from console.incident.action import VERBS_OF
from console.incident.roles import NOBODY
from console.settings.lines import key_lines
from console.settings.problems import SettingsError, syntax
from console.settings.tables import Report, Table
from console.toml_text import NotToml, parse_toml

_DEPLOYABLE = (*PARTS, "reports")
_SCALED = tuple(name for name, part in PARTS.items() if part.kind == "Deployment")
_PLACES = (*_DEPLOYABLE, "acquirer")
NODES = ("node-1", "node-2", "node-3")
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DONE = ("deploy", "configure", "scale", "lose", "flush")
_MOST = 1000
_ACTIONS = 'an action on the shop such as "rollback deploy/web", "restart sts/database" or "delete pod/api-*"'


def parse(text: str, file: str) -> Scenario:
    """Read a scenario; SettingsError has every mistake of the file, with its line."""
    try:
        data = parse_toml(text)
    except NotToml as error:
        raise SettingsError([syntax(file, error)]) from None
    report = Report(file, key_lines(text))
    table = Table(data, (), report)
    found = _scenario(table, PurePath(file).stem)
    table.finish()
    _check_times(found, report)
    _check_releases(found, report)
    if report.problems:
        raise SettingsError(sorted(report.problems, key=lambda each: each.line))
    return found


def _check_times(found: Scenario, report: Report) -> None:
    """Report what lies outside of the drill."""
    end = f"{found.ends:g} s"
    if found.ends <= found.onset:
        report.add(("ends",), end, f"a time after the onset ({found.onset:g} s)")
        return
    own = () if found.colleagues is OTHERS else found.colleagues
    timed: dict[str, Sequence[Happening | Effect | Colleague]]
    timed = {"event": found.happenings, "effect": found.effects, "colleague": own}
    for kind, each in timed.items():
        for number, one in enumerate(each):
            if one.at > found.ends:
                report.add((kind, number, "at"), f"{one.at:g} s", f"a time before the end of the drill ({end})")
            if isinstance(one, Colleague) and one.within > found.ends:
                report.add((kind, number, "within"), f"{one.within:g} s", f"a time span shorter than the drill ({end})")


def _check_releases(found: Scenario, report: Report) -> None:
    """Report releases that no pod ever runs."""
    images = {REPORTS, *(each for part in PARTS.values() for each in part.images)}
    images |= {each.deploy for each in found.happenings if each.deploy}
    configs = {(each.configure, each.config) for each in found.happenings if each.configure}
    for name in found.releases:
        short, _, config = name.partition("@")
        if short not in images or (config and (short.partition(":")[0], config) not in configs):
            report.add(("release", name), name, "an image (or image@config) that the shop runs or an [[event]] deploys")


def _scenario(table: Table, name: str) -> Scenario:
    releases, scalers = table.table("release"), table.table("autoscaler")
    return Scenario(
        name,
        _needed(table, "title"),
        _needed(table, "told"),
        _needed(table, "cause"),
        table.seconds("onset", 300.0, 1.0),
        table.seconds("ends", 2700.0, 60.0),
        tuple(_list(each, "words") for each in _finished(table.tables("hypothesis"), ("words",))),
        _actions(table, "helps"),
        _actions(table, "harms"),
        _actions(table, "idle"),
        _list(table, "faster"),
        tuple(_happening(each) for each in table.tables("event")),
        tuple(_effect(each) for each in table.tables("effect")),
        {key: _release(releases.table(key)) for key in releases.names()},
        {key: _bounds(scalers, key) for key in scalers.names()},
        _factor(table, "traffic"),
        tuple(_colleague(each) for each in table.tables("colleague")) or OTHERS,
    )


def _colleague(table: Table) -> Colleague:
    found = Colleague(
        _colleague_name(table),
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
        _list(table, "releases"),
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
    found = _list(table, key)
    for each in found:
        verb, _, target = each.partition(" ")
        kind, name = kind_and_name(target)
        if verb not in VERBS_OF.get(kind, ()) or not _is_there(kind, name):
            table.report.add((*table.path, key), f'"{each}"', _ACTIONS, _hint(kind, name))
    return found


def _is_there(kind: str, name: str) -> bool:
    """Whether something of the shop can be called so: names of pods are made, so only their beginning is known."""
    beginning = name.removesuffix("*")
    if kind == "Pod":
        return name == "*" or (name.endswith("*") and any(_may_begin(beginning, f"{each}-") for each in _DEPLOYABLE))
    known = NODES if kind == "Node" else [each for each in _DEPLOYABLE if kind_of(each) == kind]
    if name.endswith("*"):
        return any(each.startswith(beginning) for each in known)
    return name in known


def _may_begin(beginning: str, known: str) -> bool:
    return beginning.startswith(known) or known.startswith(beginning)


def _hint(kind: str, name: str) -> str:
    if kind == "Pod":
        return "pods have names of their own: end it with *"
    if kind == "Node":
        return f"the nodes are {', '.join(NODES)}"
    if name in _DEPLOYABLE and kind_of(name) != kind:
        return f"{name} is a {kind_of(name)}"
    return ""


def _list(table: Table, key: str) -> tuple[str, ...]:
    if isinstance(table.get(key), str):
        table.refuse(key, 'a list of texts such as ["..."]')
        return ()
    return table.texts(key)


def _colleague_name(table: Table) -> str:
    found = _needed(table, "name")
    if found.casefold() in NOBODY:
        table.refuse("name", "the name of one person")
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
