"""Pure: whether it got better: each target over all incidents of a window, met, missed, or too little data to say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.incident.clock import DAY, HOUR, MINUTE, short_span
from console.incident.facts import Instant
from console.incident.follow_up import DONE, LEFT, ActionItem
from console.incident.metrics import Spread, metrics, spread
from console.incident.record import Incident
from console.review.fingerprints import Fingerprint, History, counts, fingerprints, repeats

MET, MISSED, TOO_LITTLE = "met", "missed", "too little data"
TIMES = ("TTD", "TTA", "TTM", "TTR")
_WORST_TWO = 1
_WRITTEN = ("in_review", "reviewed", "closed")


class Goals(NamedTuple):
    """What is aimed at; spans in ms, shares in percent. With fewer than `least` cases nothing is judged."""

    detect_within: int = 5 * MINUTE
    restore_within: int = HOUR
    postmortem_within: int = 2 * DAY
    actions_within: int = 30 * DAY
    share: int = 90
    repeats_down: int = 80
    least: int = 5
    window: int = 90 * DAY


class Case(NamedTuple):
    """One incident behind a target: whether it was `good`, and what was found."""

    incident: str
    good: bool
    why: str


class Target(NamedTuple):
    """A target: `found` and `goal` in words; `cases` are those that count, `open` says what does not count yet."""

    key: str
    name: str
    state: str
    found: str
    goal: str
    cases: tuple[Case, ...] = ()
    open: str = ""

    @property
    def n(self) -> int:
        """How many cases it rests on."""
        return len(self.cases)

    @property
    def missed(self) -> tuple[Case, ...]:
        """The cases that were not good."""
        return tuple(each for each in self.cases if not each.good)


class Trend(NamedTuple):
    """How long something took in the window, and in the one of the same length before it."""

    name: str
    anchor: str
    now: Spread
    before: Spread


class Scorecard(NamedTuple):
    """All targets of a window from `since` to `until`; `left_out` says how many were not counted, by why."""

    since: Instant
    until: Instant
    counted: int
    before: int
    left_out: Mapping[str, int]
    targets: tuple[Target, ...]
    trends: tuple[Trend, ...]


class _Window(NamedTuple):
    """What is judged: the incidents of the window and of the one before, at `now`."""

    now: Instant
    since: Instant
    goals: Goals
    here: tuple[Incident, ...]
    earlier: tuple[Incident, ...]


def scorecard(history: History, now: Instant, goals: Goals | None = None) -> Scorecard:
    """Judge the incidents that were declared in the newest window; those of the window before give the trend."""
    aims = goals or Goals()
    since = now - aims.window
    every = [each for each in history.state.incidents.values() if counts(each)]
    here = tuple(each for each in every if since <= each.declared_at <= now)
    earlier = tuple(each for each in every if since - aims.window <= each.declared_at < since)
    window = _Window(now, since, aims, here, earlier)
    again = _came_again(every, fingerprints(history, now))
    trends = _trends(window)
    targets = (
        _detected(window),
        _restored(window),
        _postmortems(window),
        _actions(window, every),
        _repeats(window, again),
        _restoring(window, trends[-1]),
    )
    return Scorecard(since, now, len(here), len(earlier), _left_out(history, since, now), targets, trends)


def _left_out(history: History, since: Instant, now: Instant) -> dict[str, int]:
    why: dict[str, int] = {}
    for each in history.state.incidents.values():
        if since <= each.declared_at <= now and not counts(each):
            word = each.status if each.purpose == "incident" else each.purpose
            why[word] = why.get(word, 0) + 1
    return why


def _detected(window: _Window) -> Target:
    within, cases, unset = window.goals.detect_within, [], 0
    for each in window.here:
        if each.started_at is None or each.detected_at is None:
            unset += 1
            continue
        took = max(0, each.detected_at - each.started_at)
        cases.append(Case(each.id, took <= within, f"detected after {short_span(took)}"))
    open_ = f"{unset} without started_at or detected_at" if unset else ""
    return _by_share(window.goals, "detected", f"detected within {short_span(within)}", cases, open_)


def _restored(window: _Window) -> Target:
    within, cases, running = window.goals.restore_within, [], 0
    for each in window.here:
        if min(step.rank for step in each.severities):
            continue
        took = (window.now if each.resolved_at is None else each.resolved_at) - each.since
        if each.resolved_at is None and took <= within:
            running += 1
            continue
        word = "not restored for" if each.resolved_at is None else "restored after"
        cases.append(Case(each.id, took <= within, f"{word} {short_span(max(0, took))}"))
    open_ = f"{running} not over yet" if running else ""
    name = f"worst severity restored within {short_span(within)}"
    return _by_share(window.goals, "restored", name, cases, open_)


def _postmortems(window: _Window) -> Target:
    cases, waiting = [], 0
    for each in window.here:
        if each.resolved_at is None or min(step.rank for step in each.severities) > _WORST_TWO:
            continue
        written = bool(each.document) or each.review.state in _WRITTEN
        waived = each.postmortem == "waived" or each.review.state == "waived"
        if not written and not waived and window.now - each.resolved_at <= window.goals.postmortem_within:
            waiting += 1
            continue
        why = "written" if written else "waived" if waived else "none was written"
        cases.append(Case(each.id, written, why))
    good = sum(each.good for each in cases)
    state = TOO_LITTLE if not cases else MET if good == len(cases) else MISSED
    open_ = f"{waiting} may still be written" if waiting else ""
    name = "postmortems of the worst two severities written"
    return Target("postmortems", name, state, _of(good, len(cases)), "all", tuple(cases), open_)


def _actions(window: _Window, every: Iterable[Incident]) -> Target:
    within, cases, waiting = window.goals.actions_within, [], 0
    for incident, item in _items(every):
        if not window.since <= item.at <= window.now or item.state not in {DONE, *LEFT}:
            continue
        took = (item.since if item.state == DONE else window.now) - item.at
        if item.state != DONE and took <= within:
            waiting += 1
            continue
        word = "done after" if item.state == DONE else "open for"
        cases.append(Case(incident.id, took <= within, f"{item.id} {word} {short_span(max(0, took))}"))
    open_ = f"{waiting} open and not older than that" if waiting else ""
    return _by_share(window.goals, "actions", f"action items done within {short_span(within)}", cases, open_)


def _items(every: Iterable[Incident]) -> Iterator[tuple[Incident, ActionItem]]:
    for incident in every:
        for item in incident.action_items.values():
            yield incident, item


def _came_again(every: Sequence[Incident], prints: Mapping[str, Fingerprint]) -> dict[str, str]:
    """Return by incident that came again, which one it was before and how that is seen: one pass, by time."""
    causes: dict[str, str] = {}
    signals: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    again: dict[str, str] = {}
    for each in sorted(every, key=lambda one: (one.declared_at, one.id)):
        mine = prints[each.id]
        key = (mine.services, mine.signals)
        before = causes.get(mine.cause) if mine.cause else None
        before = before or (signals.get(key) if mine.signals else None)
        if before is not None:
            again[each.id] = f"as {before}: {repeats(mine, prints[before])}"
        if mine.cause:
            causes[mine.cause] = each.id
        if mine.signals:
            signals[key] = each.id
    return again


def _repeats(window: _Window, again: Mapping[str, str]) -> Target:
    cases = tuple(Case(each.id, each.id not in again, again.get(each.id, "new")) for each in window.here)
    now, before = (sum(each.id in again for each in found) for found in (window.here, window.earlier))
    goal = f"{window.goals.repeats_down} % fewer than before"
    found = f"{now} of {len(window.here)}; {before} of {len(window.earlier)} in the window before"
    name = "incidents that came again"
    if min(len(window.here), len(window.earlier)) < window.goals.least:
        return Target("repeats", name, TOO_LITTLE, found, goal, cases)
    # In hundredths, so that nothing is rounded: now <= before x (100 - down) %.
    met = 100 * now <= before * (100 - window.goals.repeats_down)
    return Target("repeats", name, MET if met else MISSED, found, goal, cases)


def _restoring(window: _Window, trend: Trend) -> Target:
    name, goal = "median time to restore", "not longer than before"
    here = ((each, _resolved_after(each)) for each in window.here)
    old = trend.before.median
    cases = tuple(
        Case(each.id, old is None or took <= old, f"restored after {short_span(took)}")
        for each, took in here
        if took is not None
    )
    now = "n/a" if trend.now.median is None else short_span(trend.now.median)
    before = "n/a" if old is None else short_span(old)
    found = f"{now} (n {trend.now.n}); {before} (n {trend.before.n}) in the window before"
    if min(trend.now.n, trend.before.n) < window.goals.least or trend.now.median is None or old is None:
        return Target("time to restore", name, TOO_LITTLE, found, goal, cases)
    state = MET if trend.now.median <= old else MISSED
    return Target("time to restore", name, state, found, goal, cases)


def _resolved_after(incident: Incident) -> int | None:
    if incident.started_at is None or incident.resolved_at is None:
        return None
    return max(0, incident.resolved_at - incident.started_at)


def _trends(window: _Window) -> tuple[Trend, ...]:
    now = [metrics(each, window.now)[: len(TIMES)] for each in window.here]
    before = [metrics(each, window.now)[: len(TIMES)] for each in window.earlier]
    anchors = dict(zip(TIMES, _ANCHORS, strict=True))
    return tuple(
        Trend(name, anchors[name], spread(each[index] for each in now), spread(each[index] for each in before))
        for index, name in enumerate(TIMES)
    )


_ANCHORS = (
    "started_at to detected_at",
    "detected_at to acknowledged_at",
    "started_at to mitigated_at",
    "started_at to resolved_at",
)


def _by_share(goals: Goals, key: str, name: str, cases: Sequence[Case], open_: str) -> Target:
    good, n = sum(each.good for each in cases), len(cases)
    state = TOO_LITTLE if n < goals.least else MET if 100 * good >= goals.share * n else MISSED
    return Target(key, name, state, _of(good, n), f"{goals.share} %", tuple(cases), open_)


def _of(good: int, n: int) -> str:
    return f"{good} of {n} ({100 * good // n} %)" if n else "none"
