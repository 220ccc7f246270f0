"""What several flows ask for in the same way."""

from collections.abc import Callable, Mapping, Sequence

from console.incident.clock import parse_duration, parse_when
from console.incident.errors import Refused
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.banner import production_line
from console.screens.desk import ReadingDesk
from widgets.dialog import FormDialog
from widgets.text import safe_text
from widgets.values import Field, Line


def current(desk: ReadingDesk) -> Incident:
    """Return the incident that the command is about, else the room's; Refused where there is none."""
    snapshot = desk.room.snapshot
    incident = snapshot.state.incidents.get(desk.subject) if desk.subject else snapshot.incident
    if incident is None:
        message = "There is no incident: press i to declare one."
        raise Refused(message)
    return incident


def context_line(desk: ReadingDesk) -> Line:
    """Return what every dialog shows of a production context."""
    return production_line(desk.context)


def cancelled(desk: ReadingDesk, still: str, title: str = "", typed: Mapping[str, str] | None = None) -> None:
    """Say that nothing was done after all; what was typed into the form of this title stands there the next time."""
    if typed is not None:
        desk.kept[title] = dict(typed)
    kept = "" if typed is None else "; what you typed is kept"
    desk.say(f"cancelled: {still}{kept}")


def unlisted(desk: ReadingDesk, person: str) -> str:
    """Return the end of a sentence: that nobody of this name is listed, and who may be meant; "" where somebody is."""
    said = "" if person == desk.context.actor else desk.context.directory.stranger(person)
    return f". {safe_text(said, 200)}" if said else ""


def need(text: str, usage: str) -> str:
    """Return what was typed behind a command; Refused with its usage where that is nothing."""
    if not text:
        message = f"Say what: {usage}"
        raise Refused(message)
    return text


def parse_time(text: str, now: Instant) -> Instant | None:
    """Return the time that somebody typed; None where nothing is."""
    plain = text.strip()
    return parse_when(plain, now) if plain else None


def time_errors(name: str, answers: Mapping[str, str], now: Instant) -> dict[str, str]:
    """Return the error of a time field, for a form."""
    try:
        parse_time(answers[name], now)
    except Refused as error:
        return {name: str(error)}
    return {}


def _span_errors(answers: Mapping[str, str]) -> dict[str, str]:
    try:
        if "span" in answers:
            parse_duration(answers["span"])
    except Refused as error:
        return {"span": str(error)}
    return {}


async def ask_form(
    desk: ReadingDesk,
    title: str,
    fields: Sequence[Field],
    *,
    submit: str = "save",
    intro: Sequence[Line] = (),
    validate: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _answers: {},
    advise: Callable[[Mapping[str, str]], Mapping[str, str]] | None = None,
) -> dict[str, str] | None:
    """Ask for the fields of a form; None where it was left: then what was typed stands there the next time.

    A field called "at" or "started" must be a time, one called "span" a length of time; `validate` returns what else is
    wrong, by the name of the field, and `advise` what stands beside a field while the form is filled.
    """

    def check(answers: Mapping[str, str]) -> Mapping[str, str]:
        now = desk.room.snapshot.at
        times = [name for name in ("at", "started") if name in answers]
        wrong = {key: error for name in times for key, error in time_errors(name, answers, now).items()}
        return {**wrong, **_span_errors(answers), **validate(answers)}

    def keep(typed: dict[str, str]) -> None:
        desk.kept[title] = typed

    kept = desk.kept.get(title, {})
    again = [
        field._replace(value=kept[field.name], typed=kept[field.name] != field.value) if field.name in kept else field
        for field in fields
    ]
    context = context_line(desk)
    dialog = FormDialog(
        title, again, validate=check, keep=keep, intro=intro, submit=submit, context=context, advise=advise
    )
    answers: dict[str, str] | None = await desk.ask(dialog)
    if answers is not None:
        desk.kept.pop(title, None)
    return answers
