"""Pure: the score of a drill: a hundred points in eight parts, each with its reason, and what would have been faster.

Times are judged by marks: full points up to `good`, none from `bad` on, and in between in proportion.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.checklist import Checklist
from console.incident.clock import MINUTE, short_span
from console.incident.events import Event
from console.incident.severity import Scheme
from console.review.played import Act, Played, measure

NOTABLE = 2 * MINUTE
"""A delay that is worth a sentence."""


class Mark(NamedTuple):
    """Full points up to `good` ms after the onset, none from `bad` on."""

    good: int
    bad: int


DECLARE = Mark(5 * MINUTE, 15 * MINUTE)
"""Detected within 5 minutes (features.md, F105); from 15 on even rank 1 would have been taken too late (terms.md)."""
COMMANDER = DECLARE
"""From the declaration on there is a commander (terms.md, roles): the same marks."""
FIRST_UPDATE = Mark(10 * MINUTE, 30 * MINUTE)
"""First post within 5 minutes of the declaration (terms.md, cadence); 30 minutes is all that rank 1 may be silent."""
HYPOTHESIS = Mark(10 * MINUTE, 30 * MINUTE)
"""Known at the deputy's first call-out after 10 minutes (terms.md, cadence); at 30 half of rank 0's hour is gone."""
MITIGATE = Mark(15 * MINUTE, 60 * MINUTE)
"""Rank 0 is to be restored within 1 h (terms.md, severity); after 15 minutes its first due update can say it is."""


class Part(NamedTuple):
    """One part of the score: `points` of at most `of`, and `why`."""

    name: str
    points: int
    of: int
    why: str


class Score(NamedTuple):
    """The score of a drill. `faster` are sentences: what would have been faster, and why."""

    run: Played
    parts: tuple[Part, ...]
    faster: tuple[str, ...]

    @property
    def points(self) -> int:
        """The sum of the parts, 0 to 100."""
        return sum(part.points for part in self.parts)

    @property
    def resolved(self) -> bool:
        """Whether users were well again at the end, as the world measured it."""
        return self.run.times.recover is not None

    @property
    def minutes_of_impact(self) -> float | None:
        """Minutes of user impact with one decimal; None where the drill did not end."""
        return None if self.run.impact is None else round(self.run.impact / MINUTE, 1)


def score(events: Iterable[Event], scheme: Scheme, checklists: Sequence[Checklist] = ()) -> Score:
    """Score the newest drill in the events of a whole log, given in any order; Refused where it has none."""
    run = measure(events, scheme, checklists)
    return Score(run, parts(run), faster(run))


def parts(run: Played) -> tuple[Part, ...]:
    """Return the parts of the score; at best they add up to 100."""
    times = run.times
    return (
        _timed("declare", 10, times.declare, DECLARE, "nobody declared"),
        _timed("commander", 5, times.commander, COMMANDER, "nobody took command"),
        _timed("first update", 10, times.first_update, FIRST_UPDATE, "no update was posted"),
        _updates(run),
        _timed("right hypothesis", 15, times.hypothesis, HYPOTHESIS, "it was never written down"),
        _mitigate(run),
        _no_harm(run),
        _checklist(run),
    )


def _timed(name: str, of: int, took: int | None, mark: Mark, never: str) -> Part:
    if took is None:
        return Part(name, 0, of, never)
    left = min(max(mark.bad - took, 0), mark.bad - mark.good)
    limits = f"full up to {short_span(mark.good)}, 0 from {short_span(mark.bad)}"
    return Part(name, of * left // (mark.bad - mark.good), of, f"{short_span(took)} after the onset; {limits}")


def _updates(run: Played) -> Part:
    name, of = "updates on time", 10
    met, due = run.updates
    if run.incident is None:
        return Part(name, 0, of, "nobody declared")
    if not due:
        return Part(name, of, of, "none was due")
    return Part(name, of * met // due, of, f"{met} of {due} due updates were in time")


def _mitigate(run: Played) -> Part:
    part = _timed("mitigate", 30, run.times.mitigate, MITIGATE, "impact was not ended by anybody")
    if run.impact is None and run.times.mitigate is not None:
        return part._replace(why=f"{part.why}; the drill did not end, so nobody measured whether it lasted")
    if run.times.recover is None and run.times.mitigate is not None:
        return part._replace(points=part.points // 2, why=f"{part.why}; half of it, since users were never well again")
    return part


def _no_harm(run: Played) -> Part:
    """All points without a harmful action, half with one, none with more.

    Who does nothing where something would have helped harms nobody, but earns nothing by it.
    """
    name, of = "no harmful action", 10
    if not run.actions and run.begun.helps:
        return Part(name, 0, of, "no action was taken, and one would have helped")
    harmful = [act.name for act in run.actions if act.harmful]
    if not harmful:
        return Part(name, of, of, "none of the actions did harm" if run.actions else "no action was taken")
    return Part(name, of // 2 if len(harmful) == 1 else 0, of, f"harmful: {', '.join(dict.fromkeys(harmful))}")


def _checklist(run: Played) -> Part:
    name, of = "checklist", 10
    done, total = run.checklist
    if run.incident is None:
        return Part(name, 0, of, "nobody declared")
    if not total:
        return Part(name, of, of, "this severity has no checklist")
    return Part(name, of * done // total, of, f"{done} of {total} items are settled")


def faster(run: Played) -> tuple[str, ...]:
    """Return what would have been faster: the sentences of the scenario, then what this run shows, where it is true."""
    return (*run.begun.faster, *_early(run), *_acted(run))


def _early(run: Played) -> list[str]:
    """Return what was slow before anything was done."""
    declare, right = run.times.declare, run.times.hypothesis
    said = []
    if declare is None:
        said.append("Nobody declared an incident.")
    elif declare > NOTABLE:
        said.append(f"Nobody declared for {short_span(declare)} after the onset.")
    if right is None and run.begun.hypothesis:
        said.append("The right hypothesis was never written down.")
    elif right is not None and right > HYPOTHESIS.good:
        said.append(f"The right hypothesis was written down only {short_span(right)} after the onset.")
    return said


def _acted(run: Played) -> list[str]:
    """Return what the actions show: harm, detours, and how long the right one took."""
    # What helps may fail its own service to spare all others: then its verdict is no fault of the commander.
    worse = [act for act in run.actions if act.harmful or (act.verdict == "worse" and not act.helpful)]
    said = [f"{name} {_harm(name, worse)}." for name in dict.fromkeys(act.name for act in worse)]
    said += [f"{name} does nothing about this." for name in dict.fromkeys(act.name for act in run.actions if act.idle)]
    helped = min((act for act in run.actions if act.helpful), key=lambda act: act.at, default=None)
    if helped is None:
        if run.begun.helps:
            said.append(f"Nothing that helps was done: {' or '.join(run.begun.helps)} would have.")
        return said
    before = [
        act
        for act in run.actions
        if act.at < helped.at and act not in worse and not act.idle and act.verdict != "improved"
    ]
    if before:
        names = ", ".join(dict.fromkeys(act.name for act in before))
        span = short_span(helped.at - min(act.at for act in before))
        said.append(f"{names} did not help, and the {helped.verb} that did came {span} later.")
    return [*said, *_after_the_hypothesis(run, helped)]


def _harm(name: str, worse: Sequence[Act]) -> str:
    """Say what an action did: that it was measured, or what the scenario knows of it."""
    verdicts = [act.verdict for act in worse if act.name == name]
    return "made it worse" if "worse" in verdicts else f"costs users more than it brings (judged {verdicts[-1]})"


def _after_the_hypothesis(run: Played, helped: Act) -> list[str]:
    if run.times.hypothesis is None:
        return []
    late = helped.at - run.begun.onset - run.times.hypothesis
    if late < NOTABLE:
        return []
    return [f"The {helped.verb} that helped came {short_span(late)} after the right hypothesis was written down."]
