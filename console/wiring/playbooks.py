"""The playbooks of a room on disk: what an incident would change in them, as numbered differences, and writing that."""

import difflib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from console.atomic import replace_text
from console.incident.checklist import read_checklist
from console.incident.errors import Failed, Refused
from console.incident.investigation import read_investigation
from console.incident.priors import read_priors
from console.incident.state import State
from console.incident.toml_source import TomlSource
from console.present.evidence import PROBES
from console.review.learning import CHECKLIST, INVESTIGATION, PRIORS, ROOM, Lesson, helped, lessons
from console.review.report import Report
from console.settings import Settings
from console.toml_edit import CannotEdit, Edit, apply
from console.toml_text import NotToml, parse_toml
from console.wiring import own
from console.wiring.shipped import data_text, read_text

_SHIPPED = {PRIORS: "priors.toml", INVESTIGATION: "investigation.toml"}
_CONTEXT = 2


class Book(NamedTuple):
    """A file of the playbooks with its text; `new`: it is not there yet, and the text is the one that ships."""

    name: str
    path: Path
    text: str
    new: bool = False


class Hunk(NamedTuple):
    """A numbered change of one file, and the difference that it makes."""

    number: int
    lesson: Lesson
    book: Book
    diff: str


class Shelf(NamedTuple):
    """What an incident would change; `mark` changes when any of it does. `notices` say what is left alone, and why."""

    hunks: tuple[Hunk, ...]
    notices: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A short fingerprint of all that is proposed and of the files that it is for."""
        told = "\0".join(f"{each.book.path}\0{each.book.text}\0{each.diff}" for each in self.hunks)
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def propose(settings: Settings, state: State, report: Report) -> Shelf:
    """Return what an incident would change in the playbooks; what is no TOML is told and left alone."""
    books, notices = _books(settings)
    if CHECKLIST not in books and helped(state, report.incident):
        notices.append("what helped would be a step of a checklist of your own; [room] names none")
    data: dict[str, Mapping[str, Any]] = {}
    for name, book in list(books.items()):
        try:
            data[name] = parse_toml(book.text)
        except NotToml as error:
            notices.append(f"{error.place(str(book.path))}: this is not TOML: {error}. Nothing is proposed for it.")
    found = list(lessons(state, report, data))
    wanted = {each.playbook for each in found if books[each.playbook].new}
    if wanted and ROOM in books and ROOM in data:
        found += [_named(books[name]) for name in sorted(wanted)]
    hunks: list[Hunk] = []
    for each in found:
        book = books[each.playbook]
        try:
            hunks.append(Hunk(len(hunks) + 1, each, book, _difference(book, apply(book.text, each.edit))))
        except (NotToml, CannotEdit) as error:
            notices.append(f"{book.path}: {each.what}: {error}.")
    return Shelf(tuple(hunks), tuple(notices))


def _books(settings: Settings) -> tuple[dict[str, Book], list[str]]:
    """Return the files that learn, those of the room or new ones beside its configuration."""
    room = settings.path or Path("warroom.toml").absolute()
    found = {ROOM: Book(ROOM, room, read_text(room) if room.exists() else "", not room.exists())}
    notices: list[str] = []
    mine = {PRIORS: settings.priors, INVESTIGATION: settings.investigation, CHECKLIST: settings.checklist}
    for name, path in mine.items():
        if path is not None:
            found[name] = Book(name, path, read_text(path))
        elif name != CHECKLIST:  # those that ship are several, and one of the room takes the place of all
            file = room.with_name(_SHIPPED[name])
            if file.exists():
                notices.append(f'{file} is there, and [room] does not name it: {name} = "{file.name}"')
                continue
            found[name] = Book(name, file, data_text("", _SHIPPED[name]), new=True)
    return found, notices


def _named(book: Book) -> Lesson:
    edit = Edit("room", ((book.name, book.path.name),))
    return Lesson(ROOM, f"the configuration names {book.path.name}, without which nobody reads it", edit)


def _difference(book: Book, after: str) -> str:
    before, later = book.text.splitlines(keepends=True), after.splitlines(keepends=True)
    old = f"{book.path.name} as it ships" if book.new and book.text else "nothing" if book.new else str(book.path)
    return "".join(_ended(difflib.unified_diff(before, later, old, str(book.path), n=_CONTEXT)))


def _ended(lines: Any) -> list[str]:
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]


def write(settings: Settings, hunks: Sequence[Hunk]) -> tuple[Path, ...]:
    """Write the accepted changes, each file whole or not at all; return the files.

    Failed, with nothing written, where a file is another one than was shown, or could not be read afterwards.
    """
    made: dict[Path, str] = {}
    for hunk in hunks:
        book = hunk.book
        _unchanged(book)
        try:
            made[book.path] = apply(made.get(book.path, book.text), hunk.lesson.edit)
        except (NotToml, CannotEdit) as error:
            raise Failed(f"{book.path}: {hunk.lesson.what}: {error}. Nothing was written.") from error
    for book in {hunk.book.path: hunk.book for hunk in hunks}.values():
        _check(settings, book, made[book.path])
    for path, text in made.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_text(path.resolve(), text)  # a link stays one
        except OSError as error:
            done = ", ".join(str(each) for each in made if each != path and each.exists() and _holds(each, made[each]))
            told = f"Written before it: {done}." if done else "Nothing was written."
            raise Failed(f"{path} was not written: {error.strerror}. {told}") from error
    return tuple(made)


def _holds(path: Path, text: str) -> bool:
    return read_text(path) == text


def _unchanged(book: Book) -> None:
    """Refuse to write over what somebody else wrote since it was shown."""
    now = read_text(book.path) if book.path.exists() else None
    if now != (None if book.new else book.text):
        raise Refused(f"{book.path} was changed meanwhile: look at the differences again. Nothing was written.")


def _check(settings: Settings, book: Book, after: str) -> None:
    """Refuse what could not be read afterwards, or has a mistake that was not there before."""
    before = _mistakes(settings, book.name, book.text, book.path)
    new = [each for each in _mistakes(settings, book.name, after, book.path) if _words(each) not in before]
    if new:
        raise Failed(f"{new[0]} Nothing was written.")


def _mistakes(settings: Settings, name: str, text: str, path: Path) -> list[str]:
    """Return what is wrong in a playbook, without the lines where it stands."""
    if name == ROOM:
        return []
    source = TomlSource(text, str(path))
    if name == PRIORS:
        read_priors(source)
    elif name == INVESTIGATION:
        read_investigation(source, PROBES, None)
    else:
        read_checklist(source, settings.named, own.types(settings))
    return [_words(each) for each in source.mistakes]


def _words(mistake: str) -> str:
    return mistake.partition(": ")[2]
