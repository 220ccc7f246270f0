"""Reads what ships as data, or the file of the user's own that replaces it: severity schemes and checklists."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from console.incident.business import Calendar
from console.incident.checklist import Checklist, read_checklist
from console.incident.checklist import load_shipped as load_checklists
from console.incident.classifier import Classifier, parse_classifier, read_classifier
from console.incident.errors import Failed, Refused, WarroomError
from console.incident.roles import DEFAULT_TEAMS
from console.incident.severity import SHIPPED, Scheme, load_shipped, parse_scheme, read_scheme
from console.incident.toml_source import TomlSource
from console.review.language import Rule, rules
from console.settings import Known, Problem, Settings
from console.settings.escalation import Chain
from console.suggestion import did_you_mean
from console.toml_text import parse_toml
from console.wiring import own

DATA = Path(__file__).parents[1] / "data"
WHOLE = "The whole file is left out: what ships counts instead."

Tell = Callable[[str], object]
"""Hears of every mistake in a file of the user's own, as "file:line: sentence"."""
Found = TypeVar("Found")


def unheard(_mistake: str) -> None:
    """Hear nothing: whoever else reads the file tells of it."""


def read_own(path: Path | None, read: Callable[[TomlSource], Found | None], tell: Tell) -> Found | None:
    """Return what can be used of a file of the user's own; None where there is none, or nothing of it can be."""
    if path is None:
        return None
    try:
        source = TomlSource(read_text(path), str(path))
    except WarroomError as error:
        tell(f"{error} {WHOLE}")
        return None
    found = read(source)
    told = list(source.mistakes)
    if found is None:
        told[-1] = f"{told[-1]} {WHOLE}"
    for mistake in told:
        tell(mistake)
    return found


def data_text(folder: str, name: str) -> str:
    """Return the text of a file that ships in console/data."""
    return (DATA / folder / name).read_text(encoding="utf-8")


def language() -> tuple[Rule, ...]:
    """Return what postmortems are checked for: words of blame and of hindsight."""
    return rules(parse_toml(data_text(".", "language.toml")))


def schemes() -> Mapping[str, Scheme]:
    """Return the severity schemes that ship, by name."""
    return load_shipped(lambda name: data_text("schemes", name))


def scheme(settings: Settings, tell: Tell = unheard) -> Scheme:
    """Return the severity scheme of this room, one that ships or a file, with the room's own update periods.

    Refused where it is not known which severities there are: the log keeps their labels, and nobody may guess them.
    """
    found = _scheme(settings, tell)
    every, labels = dict(settings.update_every), tuple(level.label for level in found.levels)
    for label in [each for each in every if each not in (*labels, "*")]:
        place = _place(settings, "room", "update_every", label)
        message = f"'{label}' is not a severity of {found.name}{did_you_mean(label, labels)}"
        tell(f"{place}: {message} Severities: {', '.join(labels)}.")
    levels = (
        level._replace(update_every=every.get(level.label, every.get("*", level.update_every)))
        for level in found.levels
    )
    return found._replace(levels=tuple(levels), calendar=Calendar(holidays=frozenset(settings.holidays)))


def _scheme(settings: Settings, tell: Tell) -> Scheme:
    if settings.scheme in SHIPPED:
        return parse_scheme(data_text("schemes", f"{settings.scheme}.toml"), f"{settings.scheme}.toml")
    if not settings.scheme.endswith(".toml"):
        place, names = _place(settings, "room", "scheme"), ", ".join(SHIPPED)
        message = f"{place}: '{settings.scheme}' is no severity scheme{did_you_mean(settings.scheme, SHIPPED)} "
        raise Refused(f"{message}Schemes: {names}, or a .toml file of your own.")
    source = TomlSource(read_text(Path(settings.scheme)), settings.scheme)
    found = read_scheme(source)
    if found is None:
        raise Refused("\n".join(source.mistakes))
    for mistake in source.mistakes:
        tell(mistake)
    return found


def _labels(settings: Settings) -> tuple[str, ...] | None:
    """Return the labels of the severities, None where that is not known: whoever needs them tells of it."""
    try:
        return tuple(level.label for level in scheme(settings).levels)
    except WarroomError:
        return None


def _place(settings: Settings, *path: str) -> str:
    """Return "file:line" of a key of the configuration; it is read again for that, and may have changed since."""
    from console.settings.lines import key_lines, line_of

    if settings.path is None:
        return "the configuration"
    line = line_of(path, key_lines(read_text(settings.path)))
    return f"{settings.path}:{line}" if line else f"{settings.path}"


def keys(settings: Settings, tell: Tell = unheard) -> Mapping[str, str]:
    """Return the keys of the configuration, without those that two commands would share."""
    from console.screens.keys import fitting

    kept, wrong = fitting(settings.keys)
    for name, message in wrong.items():
        tell(f"{_place(settings, 'keys', name)}: {message}")
    return kept


def known(*, labels: bool = False) -> Known:
    """Return the names that a configuration may use; those of the severities cost the reading of every scheme."""
    import themes
    from console.incident.roles import CATALOGUE
    from console.screens.keys import IDS

    found: dict[str, tuple[str, ...]] = dict.fromkeys(SHIPPED, ())
    if labels:
        found = {name: tuple(level.label for level in each.levels) for name, each in schemes().items()}
    names = tuple(sorted(path.stem for folder in themes.__path__ for path in Path(folder).glob("*.toml")))
    return Known(schemes=found, themes=names, roles=tuple(CATALOGUE), keys=IDS, teams=DEFAULT_TEAMS)


def checklists(settings: Settings, tell: Tell = unheard) -> Sequence[Checklist]:
    """Return the room's own checklist in place of those of its type that ship; `checklist.choose` finds the one."""
    checks = sorted({each.name for each in (*settings.services, *settings.checks)})
    found = read_own(settings.checklist, lambda source: read_checklist(source, checks, own.types(settings)), tell)
    shipped = load_checklists(lambda name: data_text("checklists", name))
    if found is None:
        return shipped
    mine = found if found.ranks else found._replace(ranks=tuple(range(10)))
    return [mine, *(each for each in shipped if each.type != mine.type)]


def chains(settings: Settings, tell: Tell = unheard) -> tuple[Chain, ...]:
    """Return the escalation chains as far as they can be read."""
    if settings.escalation is None:
        return ()
    try:
        found, problems = _chains(settings, settings.escalation)
    except WarroomError as error:
        tell(f"{error} Nobody is called by a chain.")
        return ()
    for problem in problems:
        tell(str(problem))
    return found


def _chains(settings: Settings, file: Path) -> tuple[tuple[Chain, ...], Sequence[Problem]]:
    from console.settings.escalation import Names, read_chains
    from console.settings.lines import key_lines
    from console.settings.tables import Report, Table
    from console.toml_text import NotToml, parse_toml

    found = settings.directory
    text = read_text(file)
    try:
        document = parse_toml(text)
    except NotToml as error:
        message = f"{error.place(str(file))}: this is not TOML: {error}."
        raise Refused(message) from error
    names = Names(
        tuple(found.people),
        tuple(dict.fromkeys((*found.teams, *DEFAULT_TEAMS))),
        tuple(each.name for each in found.schedules),
        _labels(settings),
        tuple(found.services),
    )
    report = Report(str(file), key_lines(text))
    made = read_chains(Table(document, (), report), names)
    return made, sorted(report.problems, key=lambda problem: problem.line)


def classifier(settings: Settings, tell: Tell = unheard) -> Classifier:
    """Return the rules that propose a severity: the room's own, or those that ship."""
    if (found := read_own(settings.classifier, read_classifier, tell)) is not None:
        return found
    return parse_classifier((DATA / "classifier.toml").read_text(encoding="utf-8"), "classifier.toml")


def read_text(path: Path) -> str:
    """Return a file's text, or Failed with a sentence."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise Failed(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start})."
        raise Failed(message) from error
