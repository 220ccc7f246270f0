"""Reads what ships as data, or the file of the user's own that replaces it: severity schemes and checklists."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from console.incident.checklist import Checklist, parse_checklist
from console.incident.checklist import load_shipped as load_checklists
from console.incident.errors import Failed
from console.incident.severity import SHIPPED, Scheme, load_shipped, parse_scheme
from console.settings import Known, Settings

DATA = Path(__file__).parents[1] / "data"


def data_text(folder: str, name: str) -> str:
    """Return the text of a file that ships in console/data."""
    return (DATA / folder / name).read_text(encoding="utf-8")


def schemes() -> Mapping[str, Scheme]:
    """Return the severity schemes that ship, by name."""
    return load_shipped(lambda name: data_text("schemes", name))


def scheme(settings: Settings) -> Scheme:
    """Return the severity scheme of this room: one that ships, or a file that ends in .toml."""
    if settings.scheme in SHIPPED:
        return parse_scheme(data_text("schemes", f"{settings.scheme}.toml"), f"{settings.scheme}.toml")
    return parse_scheme(read_text(Path(settings.scheme)), settings.scheme)


def known() -> Known:
    """Return the names that a configuration may use."""
    import themes
    from console.incident.roles import CATALOGUE
    from console.screens.keys import IDS

    labels = {name: tuple(level.label for level in found.levels) for name, found in schemes().items()}
    names = tuple(sorted(path.stem for folder in themes.__path__ for path in Path(folder).glob("*.toml")))
    return Known(schemes=labels, themes=names, roles=tuple(CATALOGUE), keys=IDS)


def checklists(settings: Settings) -> Sequence[Checklist]:
    """Return the room's own checklist, or those that ship; `checklist.choose` finds the one for a rank."""
    if settings.checklist is not None:
        own = parse_checklist(read_text(settings.checklist), str(settings.checklist))
        return [own if own.ranks else own._replace(ranks=tuple(range(10)))]
    return load_checklists(lambda name: data_text("checklists", name))


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
