"""Pure: how the response went, as facts that were measured: no marks, and nothing about any person."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from console.incident.action import VERDICTS
from console.incident.checklist import OPEN, PhaseProgress, begun_phases
from console.incident.deed import Deed
from console.incident.facts import Instant
from console.incident.rating import MOST, Rating
from console.incident.record import COMMANDER, Incident
from console.incident.severity import Scheme
from console.incident.tasking import tally
from console.incident.tasks import Tally
from console.review.blocks import Block, Heading, Inline, Line, Paragraph, Point, Points, Strong, Table, points
from console.review.on_time import updates_on_time
from console.review.report import Report

_FOUND_OUT = VERDICTS - {"unknown"}
_SHOWN = ("time to a commander", "longest gap between updates")
NO_SCHEME = "n/a (the severities are not known)"


class Items(NamedTuple):
    """What became of the checklist, in the phases that had begun; `skips` are pairs of item and reason."""

    done: int = 0
    skipped: int = 0
    settled: int = 0
    left: int = 0
    skips: tuple[tuple[str, str], ...] = ()

    @property
    def of(self) -> int:
        """How many there were."""
        return self.done + self.skipped + self.settled + self.left


class Rated(NamedTuple):
    """What those who took part think of it: how many, the median (in halves), and what they wrote, without names."""

    n: int = 0
    median: float | None = None
    texts: tuple[str, ...] = ()


class Response(NamedTuple):
    """The facts. `updates` is how many came in time and how many were due; None where no scheme says when.

    `acted` are the actions whose effect was in the world, `unverified` those of them of which nobody knows what they
    did. `calls` is how many steps of escalations somebody acknowledged, and how many were reached.
    """

    updates: tuple[int, int] | None
    items: Items
    acted: int
    unverified: tuple[Deed, ...]
    handovers: int
    calls: tuple[int, int]
    tasks: Tally
    ratings: Rated


def measured(
    incident: Incident,
    now: Instant,
    phases: tuple[PhaseProgress, ...] = (),
    deeds: tuple[Deed, ...] = (),
    scheme: Scheme | None = None,
) -> Response:
    """Measure the response up to the end of the incident (or `now`)."""
    end = now if incident.until is None else min(now, incident.until)
    acted = [deed for deed in deeds if deed.is_done]
    rungs = [rung for climb in incident.escalations.values() for rung in climb.rungs]
    commands = [span for span in incident.roster if span.role == COMMANDER]
    return Response(
        None if scheme is None else updates_on_time(incident, scheme, now),
        _items(begun_phases(phases, end)),
        len(acted),
        tuple(deed for deed in acted if deed.step not in _FOUND_OUT),
        max(0, len(commands) - 1),
        (sum(bool(rung.acknowledged) for rung in rungs), len(rungs)),
        tally(incident, now),
        rated(incident.ratings.values()),
    )


def _items(phases: tuple[PhaseProgress, ...]) -> Items:
    every = [item for phase in phases for item in phase.items]
    words = [item.word for item in every]
    skips = (
        (item.item.title, item.state.reason) for item in every if item.state is not None and item.word == "skipped"
    )
    left = sum(word in OPEN for word in words)
    done, skipped = words.count("done"), words.count("skipped")
    return Items(done, skipped, len(words) - left - done - skipped, left, tuple(skips))


def rated(ratings: Iterable[Rating]) -> Rated:
    """Summarise ratings; the texts by their first letters, so that nothing tells who wrote which, or when."""
    found = list(ratings)
    stars = sorted(each.stars for each in found)
    n = len(stars)
    median = (stars[(n - 1) // 2] + stars[n // 2]) / 2 if n else None
    return Rated(n, median, tuple(sorted(each.text for each in found if each.text)))


def of_report(report: Report) -> Response:
    """Measure the response of a report."""
    return measured(report.incident, report.as_of, report.phases, report.deeds, report.scheme)


def response(report: Report) -> Iterator[Block]:
    """Yield the measured facts as a table, what was skipped and why, and what people think of it."""
    made = of_report(report)
    yield Heading("How the response went")
    rows: list[tuple[Line, ...]] = list(_rows(made))
    rows += [(each.name, str(each)) for each in report.metrics if each.name in _SHOWN]
    yield Table(("what", "measured"), rows)
    if made.items.skips:
        yield Paragraph("Skipped on purpose:")
        yield Points(tuple(Point(f"{title}: {reason or 'no reason given'}") for title, reason in made.items.skips))
    if made.unverified:
        yield Paragraph("Actions of which nobody knows what they did:")
        yield Points(tuple(Point(_deed(each)) for each in made.unverified))
    if made.ratings.n:
        yield Paragraph(_rating(made.ratings))
    if made.ratings.texts:
        yield points(*made.ratings.texts)


def _rows(made: Response) -> Iterator[tuple[Line, ...]]:
    met, due = made.updates or (0, 0)
    if made.updates is None:
        yield "updates on time", NO_SCHEME
    else:
        yield "updates on time", _share(met, due, "none was due")
    items = made.items
    kinds = f"{items.done} done, {items.skipped} skipped, {items.settled} not applicable, {items.left} left"
    yield "checklist", f"{kinds}, of {items.of}" if items.of else "this severity has none"
    verified = made.acted - len(made.unverified)
    yield "actions verified", _share(verified, made.acted, "none was done")
    yield "handovers of the command", str(made.handovers)
    yield "escalation steps acknowledged", _share(*made.calls, "none was reached")
    yield "tasks kept", _share(made.tasks.kept, made.tasks.of, "none was given")


def _share(part: int, of: int, none: str) -> str:
    return f"{part} of {of} ({100 * part // of} %)" if of else none


def _deed(deed: Deed) -> tuple[Inline, ...]:
    return (f"{deed.verb} {deed.target}: {deed.step}",)


def _rating(ratings: Rated) -> tuple[Inline, ...]:
    median = f"{ratings.median:g}"
    why = " Why, without names:" if ratings.texts else " Nobody wrote why."
    return (Strong(f"{ratings.n} rated it, median {median} of {MOST}."), why)


def response_json(report: Report) -> dict[str, Any]:
    """Return the measured facts as JSON values."""
    made = of_report(report)
    met, due = made.updates or (None, None)
    return {
        "response": {
            "updates_on_time": met,
            "updates_due": due,
            "checklist": {
                "done": made.items.done,
                "skipped": made.items.skipped,
                "not_applicable": made.items.settled,
                "left": made.items.left,
            },
            "skipped": [{"item": title, "why": why or None} for title, why in made.items.skips],
            "actions": made.acted,
            "actions_unverified": len(made.unverified),
            "handovers": made.handovers,
            "escalation_steps": made.calls[1],
            "escalation_steps_acknowledged": made.calls[0],
            "tasks_kept": made.tasks.kept,
            "tasks_late": made.tasks.late,
        },
        "ratings": {"n": made.ratings.n, "median": made.ratings.median, "texts": list(made.ratings.texts)},
    }
