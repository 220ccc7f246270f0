"""Reads what ships as data, or the file of the user's own that replaces it: severity schemes and checklists."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.incident.business import Calendar
from console.incident.checklist import Checklist, parse_checklist
from console.incident.checklist import load_shipped as load_checklists
from console.incident.classifier import Classifier, parse_classifier
from console.incident.errors import Failed, Refused
from console.incident.roles import DEFAULT_TEAMS
from console.incident.severity import SHIPPED, Scheme, find, load_shipped, parse_scheme
from console.incident.types import TYPES
from console.settings import Known, Problem, Settings
from console.settings.escalation import Chain

DATA = Path(__file__).parents[1] / "data"


def data_text(folder: str, name: str) -> str:
    """Return the text of a file that ships in console/data."""
    return (DATA / folder / name).read_text(encoding="utf-8")


def schemes() -> Mapping[str, Scheme]:
    """Return the severity schemes that ship, by name."""
    return load_shipped(lambda name: data_text("schemes", name))


def scheme(settings: Settings) -> Scheme:
    """Return the severity scheme of this room, one that ships or a file, with the room's own update periods."""
    if settings.scheme in SHIPPED:
        found = parse_scheme(data_text("schemes", f"{settings.scheme}.toml"), f"{settings.scheme}.toml")
    else:
        found = parse_scheme(read_text(Path(settings.scheme)), settings.scheme)
    every = settings.update_every
    for label in set(every) - {"*"}:
        find(found, label)  # refuses a label that the scheme does not have
    levels = (
        level._replace(update_every=every.get(level.label, every.get("*", level.update_every)))
        for level in found.levels
    )
    return found._replace(levels=tuple(levels), calendar=Calendar(holidays=frozenset(settings.holidays)))


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


def checklists(settings: Settings) -> Sequence[Checklist]:
    """Return the room's own checklist in place of those of its type that ship; `checklist.choose` finds the one."""
    if settings.checklist is not None:
        own_types = (*TYPES, *settings.own.types)
        checks = {each.name for each in (*settings.services, *settings.checks)}
        own = parse_checklist(read_text(settings.checklist), str(settings.checklist), sorted(checks), own_types)
        own = own if own.ranks else own._replace(ranks=tuple(range(10)))
        return [own, *(each for each in _shipped_checklists() if each.type != own.type)]
    return _shipped_checklists()


def _shipped_checklists() -> Sequence[Checklist]:
    return load_checklists(lambda name: data_text("checklists", name))


def chains(settings: Settings) -> tuple[tuple[Chain, ...], tuple[Problem, ...]]:
    """Return the escalation chains, and what is wrong with the others; Failed where the file cannot be read."""
    if settings.escalation is None:
        return (), ()
    import tomllib

    from console.settings.escalation import Names, read_chains
    from console.settings.lines import key_lines
    from console.settings.tables import Report, Table

    file, found = settings.escalation, settings.directory
    text = read_text(file)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{file}: this is not TOML: {error}."
        raise Refused(message) from error
    names = Names(
        tuple(found.people),
        (*found.teams, *DEFAULT_TEAMS),
        tuple(each.name for each in found.schedules),
        tuple(level.label for level in scheme(settings).levels),
        tuple(found.services),
    )
    report = Report(str(file), key_lines(text))
    made = read_chains(Table(document, (), report), names)
    return made, tuple(report.problems)


def classifier(settings: Settings) -> Classifier:
    """Return the rules that propose a severity: the room's own, or those that ship."""
    if settings.classifier is not None:
        return parse_classifier(read_text(settings.classifier), str(settings.classifier))
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
