"""Pure: the changes pane: what was changed lately, during an incident around its onset. It names no cause, it ranks."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo

from checks.wording import span
from console.incident.clock import MINUTE, SECOND, clock_time, short_span
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.figures import text_span
from console.present.snapshot import FeedSeen
from console.signals.changes import SAME, SeenChange, can_be_cause, is_near, ranked, since
from widgets.rows import LongRows
from widgets.values import Column, Line, Row, Span, TableValue, Tone

NEAREST, CANDIDATE, EARLIER, LATER = "◆", "◇", "·", "→"
"""Nearest before the onset; up to an hour before it; longer before it; after it, so that it cannot be the cause."""
MOST = 200
"""Rows that are shown; the log has the others."""
NAME = 16
"""Characters of who did it: the change itself needs the room more."""
_COLUMNS = (
    Column("", width=1),
    Column("time"),
    Column("change", width=20, grow=True),
    Column("by", drop=2),
    Column("from the onset", align="right", drop=1),
)
_NO_SOURCE = "nothing tells what changes: name a [[cluster]] or a [[repository]] in warroom.toml"


def changes_table(
    changes: Iterable[SeenChange],
    feeds: Sequence[FeedSeen],
    incident: Incident | None,
    now: Instant,
    tz: tzinfo | None = UTC,
) -> TableValue:
    """Return the changes pane; a row's key is the log's event. `feeds` are the sources of changes."""
    onset = None if incident is None else incident.since
    found = _RANKING.of(changes, onset, now)
    nearest = found[0] if found and onset is not None and can_be_cause(found[0].at, onset) else None
    rows = LongRows(
        found[:MOST], lambda each: each.event or each.key, lambda each: _row(each, each is nearest, onset, now, tz)
    )
    return TableValue(
        "Changes (2 h)" if onset is None else "Changes",
        _COLUMNS,
        rows,
        _badge(found, onset),
        (_empty(feeds, onset, now, tz),),
        notes=(*_nearest(nearest, incident), *_newest(found, onset, now), *_failing(feeds)),
    )


class _Ranking:
    """The newest ranking, kept as long as it holds: a pane is drawn four times a second, its changes seldom change."""

    def __init__(self) -> None:
        self._of: tuple[object, Instant | None, int] = (None, None, 0)
        self._found: list[SeenChange] = []

    def of(self, changes: Iterable[SeenChange], onset: Instant | None, now: Instant) -> list[SeenChange]:
        """Return the changes as ranked; they leave by the minute."""
        asked = (changes, onset, now // MINUTE)
        if asked[0] is not self._of[0] or asked[1:] != self._of[1:]:
            self._of, self._found = asked, ranked(changes, onset, now)
        return self._found


_RANKING = _Ranking()


def distance(at: Instant, onset: Instant) -> str:
    """Say how far from the onset it was: "12 min before", "3 min after", "at" (within the minute of it)."""
    if abs(at - onset) <= SAME:
        return "at"
    return f"{span(abs(at - onset) // SECOND)} {'before' if at < onset else 'after'}"


def what_began(incident: Incident) -> str:
    """Name what stands for the onset: nobody may have said yet when the impact began."""
    return "the onset" if incident.started_at is not None else "the declaration"


def _row(each: SeenChange, is_nearest: bool, onset: Instant | None, now: Instant, tz: tzinfo | None) -> Row:  # noqa: FBT001 - one of two kinds of row
    glyph, tone = _mark(each, is_nearest, onset)
    told = Tone.STRONG if is_nearest else Tone.PLAIN if tone is Tone.CHANGE else tone
    far = f"{short_span(now - each.at)} ago" if onset is None else _far(each.at, onset)
    cells = (
        Span(glyph, tone),
        Span(_when(each.at, now, tz), Tone.MUTED),
        text_span(each.text, told),
        text_span(_short(each.by), Tone.MUTED),
        Span(far, tone if is_nearest else Tone.MUTED),
    )
    return Row(each.event or each.key, cells)


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"


def _mark(each: SeenChange, is_nearest: bool, onset: Instant | None) -> tuple[str, Tone]:  # noqa: FBT001 - as above
    if onset is None:
        return CANDIDATE, Tone.CHANGE
    if not can_be_cause(each.at, onset):
        return LATER, Tone.MUTED
    if is_nearest:
        return NEAREST, Tone.WARN if is_near(each.at, onset) else Tone.CHANGE
    return (CANDIDATE, Tone.CHANGE) if is_near(each.at, onset) else (EARLIER, Tone.MUTED)


def _far(at: Instant, onset: Instant) -> str:
    if abs(at - onset) <= SAME:
        return "at onset"
    return f"{short_span(abs(at - onset))} {'before' if at < onset else 'after'}"


def _when(at: Instant, now: Instant, tz: tzinfo | None) -> str:
    """Write the time of day, or the day where it was another one."""
    day, today = (datetime.fromtimestamp(each / SECOND, UTC).astimezone(tz).date() for each in (at, now))
    return clock_time(at, tz)[:5] if day == today else f"{day:%m-%d}"


def _badge(found: Sequence[SeenChange], onset: Instant | None) -> Span:
    near = sum(1 for each in found if onset is not None and is_near(each.at, onset))
    if near:
        return Span(f"{near} near", Tone.CHANGE)
    return Span(f"{len(found)}" if found else "", Tone.MUTED)


def _nearest(nearest: SeenChange | None, incident: Incident | None) -> Iterable[Line]:
    """Say of the nearest change before the onset how near it was."""
    if nearest is not None and incident is not None:
        near = is_near(nearest.at, incident.since)
        words = f"{distance(nearest.at, incident.since)} {what_began(incident)}: "
        yield Span(f"{NEAREST} {words}", Tone.WARN if near else Tone.MUTED), text_span(nearest.text, cap=80)


def _newest(found: Sequence[SeenChange], onset: Instant | None, now: Instant) -> Iterable[Line]:
    """Say what came last, where that was after the onset: it stands far below, and may be what is wrong now."""
    newest = max(found, key=lambda each: each.at, default=None)
    if newest is not None and onset is not None and not can_be_cause(newest.at, onset):
        yield Span(f"{LATER} newest, {short_span(now - newest.at)} ago: ", Tone.CHANGE), text_span(newest.text, cap=80)


def _failing(feeds: Iterable[FeedSeen]) -> Iterable[Line]:
    for name, problem in feeds:
        if problem:
            yield text_span(f"? {name}: ", Tone.UNKNOWN, 80), text_span(problem)


def _empty(feeds: Sequence[FeedSeen], onset: Instant | None, now: Instant, tz: tzinfo | None) -> Span:
    if not feeds:
        return Span(_NO_SOURCE, Tone.MUTED)
    seeing = [name for name, problem in feeds if not problem]
    lost = "; ".join(f"{name}: {problem}" for name, problem in feeds if problem)
    if not seeing:
        return text_span(f"no source of changes answers: {lost}", Tone.UNKNOWN)
    when = "in the last 2 h" if onset is None else f"since {_when(since(onset, now), now, tz)}"
    more = f" (not watched: {lost})" if lost else ""
    return text_span(f"no change {when}; watched: {', '.join(seeing)}{more}", Tone.MUTED)
