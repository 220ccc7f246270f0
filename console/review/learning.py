"""Pure: what an incident teaches the playbooks: causes with their count, patterns, steps that helped."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.deed import Deed
from console.incident.errors import Refused
from console.incident.names import free_name, slug
from console.incident.record import Incident
from console.incident.relations import deeds_of
from console.incident.state import State
from console.incident.suggesting import tags_of
from console.review.relief import improved
from console.review.report import Report
from console.review.rows import Row
from console.toml_edit import Edit

PRIORS, INVESTIGATION, CHECKLIST, ROOM = "priors", "investigation", "checklist", "room"
"""The files that learn; the room is warroom.toml itself, which names the others."""
_SPOKEN = {"rollback": "roll back", "delete": "delete the pod", "evict": "evict the pod", "cordon": "cordon the node"}
_LONGEST = 160
_TURNS = re.compile(r"^(?P<service>.+?) \w+ -> (?P<word>degraded|down)(?:: (?P<why>.*))?$", re.DOTALL)


class Lesson(NamedTuple):
    """A change of one playbook, in words and as an edit of its text."""

    playbook: str
    what: str
    edit: Edit


Books = Mapping[str, Mapping[str, Any]]
"""The playbooks as they are read: what their TOML holds, by name; what a room has not is not in it."""


def learnable(incident: Incident) -> None:
    """Refuse what teaches nothing: a drill, and what is not over."""
    if incident.purpose != "incident":
        raise Refused(f"{incident.id} is a {incident.purpose}: playbooks learn from what really happened.")
    if incident.status != "closed":
        raise Refused(f"{incident.id} is {incident.status}: playbooks learn once it is closed and its review is done.")


def lessons(state: State, report: Report, books: Books) -> tuple[Lesson, ...]:
    """Return what the playbooks lack after an incident, nothing that they have; Refused where it teaches nothing."""
    incident = report.incident
    learnable(incident)
    verified = helped(state, incident)
    found: list[Lesson] = []
    if PRIORS in books:
        found += _causes(state, incident, verified, books[PRIORS])
    if INVESTIGATION in books:
        found += _patterns(report, verified, books[INVESTIGATION])
    if CHECKLIST in books:
        found += _steps(incident, verified, books[CHECKLIST])
    return tuple(found)


def helped(state: State, incident: Incident) -> list[Deed]:
    """Return the actions of an incident after which its services were measured to be better."""
    return improved(deeds_of(state, incident.id))


def _causes(state: State, incident: Incident, better: Sequence[Deed], book: Mapping[str, Any]) -> Iterator[Lesson]:
    """Yield the count of each accepted cause over all closed incidents, and what helped where it is not said yet."""
    known = {each.get("tag"): each for each in _tables(book, "causes")}
    fixes = tuple(dict.fromkeys(_spoken(deed.verb) for deed in better))
    for tag in tags_of(incident):
        n = sum(tag in tags_of(each) for each in _closed(state))
        was = f"{tag} was a cause in {n} incident{'s' * (n != 1)}"
        if tag not in known:
            fix = ", ".join(fixes) or "not known yet"
            values = (("tag", tag), ("title", tag.replace("-", " ")), ("percent", 0), ("fix", fix), ("seen", n))
            yield Lesson(PRIORS, f"a new cause: {was}", Edit("causes", values, new=True))
            continue
        if known[tag].get("seen", 0) != n:
            yield Lesson(PRIORS, was, Edit("causes", (("seen", n),), ("tag", tag)))
        said = str(known[tag].get("fix", ""))
        more = [fix for fix in fixes if _same(fix) not in _same(said)]
        if more:
            helps = ", ".join((said, *more)) if said else ", ".join(more)
            what = f"{' and '.join(more)} helped against {tag}"
            yield Lesson(PRIORS, what, Edit("causes", (("fix", helps),), ("tag", tag)))


def _patterns(report: Report, better: Sequence[Deed], book: Mapping[str, Any]) -> Iterator[Lesson]:
    """Yield how it showed itself first, with its cause: where to look the next time."""
    incident, seen = report.incident, next(_symptoms(report.rows, report.incident), None)
    if seen is None or not tags_of(incident):
        return
    service, word, why = seen
    title, tag = f"{service} {word}", tags_of(incident)[0]
    there = next((each for each in _tables(book, "items") if _same(str(each.get("title"))) == _same(title)), None)
    if there is not None:
        causes = tuple(map(str, there.get("causes", ())))
        if tag not in causes:
            what = f"{title} was a sign of {tag}, too"
            yield Lesson(
                INVESTIGATION, what, Edit("items", (("causes", (*causes, tag)),), ("id", str(there.get("id"))))
            )
        return
    helps = f"; {', '.join(dict.fromkeys(_spoken(deed.verb) for deed in better))} helped" if better else ""
    hand = f"in {incident.id} this was {tag}{f' ({why[:_LONGEST]})' if why else ''}{helps}"
    values = (
        ("id", free_name(slug(title), [str(each.get("id")) for each in _tables(book, "items")])),
        ("title", title),
        ("track", "symptoms"),
        ("causes", (tag,)),
        ("hand", hand),
    )
    yield Lesson(INVESTIGATION, f"a new pattern: {title} was a sign of {tag}", Edit("items", values, new=True))


def _symptoms(rows: Sequence[Row], incident: Incident) -> Iterator[tuple[str, str, str]]:
    """Yield service, word and reason of what was not well, the first one first."""
    end = incident.until
    for row in rows:
        found = _TURNS.match(row.text) if row.kind == "health" and not row.refused else None
        if found is not None and (end is None or row.at <= end):
            yield found["service"], found["word"], " ".join((found["why"] or "").split())


def _steps(incident: Incident, better: Sequence[Deed], book: Mapping[str, Any]) -> Iterator[Lesson]:
    """Yield the steps that verified improved and that no item offers yet, each for the phase in which it was taken."""
    phases = _tables(book, "phases")
    items = [item for phase in phases for item in _tables(phase, "items")]
    bound = {item.get("action") for item in items}
    titles = {_same(str(item.get("title"))) for item in items}
    ids = [str(item.get("id")) for item in items]
    because = f" ({tags_of(incident)[0]})" if tags_of(incident) else ""
    for deed in {deed.verb: deed for deed in reversed(better)}.values():
        spoken = _spoken(deed.verb)
        title = f"{spoken.capitalize()} {deed.target}? It helped in {incident.id}{because}"
        if deed.verb in bound or _same(title) in titles or not phases:
            continue
        values = (
            ("id", free_name(slug(f"{deed.verb} {deed.target}"), ids)),
            ("title", title),
            ("role", "technical_lead"),
            ("action", deed.verb),
        )
        phase = _phase(phases, deed.begun - incident.declared_at)
        yield Lesson(
            CHECKLIST, f"{spoken} {deed.target} verified improved", Edit("phases", values, ("name", phase), "items")
        )


def _phase(phases: Sequence[Mapping[str, Any]], offset: int) -> str:
    """Return the name of the phase in which something was done so many ms after the declaration, else the last one."""
    from console.incident.clock import parse_duration

    for each in phases:
        try:
            end = parse_duration(str(each.get("to", "")))
        except Refused:
            continue
        if offset < end and _tables(each, "items"):
            return str(each.get("name"))
    return str(phases[-1].get("name"))


def _closed(state: State) -> Iterator[Incident]:
    return (each for each in state.incidents.values() if each.status == "closed" and each.purpose == "incident")


def _tables(book: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = book.get(key, [])
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _spoken(verb: str) -> str:
    return _SPOKEN.get(verb, verb)


def _same(text: str) -> str:
    """Return a text as it is compared: what is written a little differently is the same."""
    return "".join(char for char in text.casefold() if char.isalnum())
