"""The tabs of screen 5 on all incidents: their list, what resembles this one, whether it got better, and a search."""

from console.incident.events import Event
from console.present.details import event_lines
from console.present.incidents import incidents_table
from console.present.numbers import number_lines
from console.present.scorecard import FoundEvent, found_table, scorecard_table, similar_table, times_table
from console.review.scorecard import Scorecard
from console.screens.review.ports import NO_INCIDENT, READING, Loaded, ReviewTab, Shown
from widgets.text import safe_text
from widgets.values import Line, ReadValue, Span, TableValue, Tone

_NONE_CHOSEN: Line = (Span("No other one to read about.", Tone.MUTED),)


def _unread(title: str, found: Loaded) -> TableValue:
    """Return a pane that is still read, or could not be."""
    said: Line = (Span(safe_text(found.error, 300), Tone.UNKNOWN),) if found.error else READING
    return TableValue(title, (), empty=said)


def _incident(shown: Shown, row: str) -> ReadValue:
    """Return what an incident of a list is about."""
    incident = shown.snapshot.state.incidents.get(row)
    if incident is None:
        return ReadValue("Incident", empty=_NONE_CHOSEN if shown.snapshot.state.incidents else NO_INCIDENT)
    lines = number_lines(incident, shown.context.scheme, shown.now, shown.tz, shown.context.rates)
    title: Line = (Span(safe_text(incident.known_as, 200), Tone.STRONG),)
    summary: Line = (Span(safe_text(incident.summary, 2_000)),)
    return ReadValue(safe_text(incident.id, 40), [title, summary, (), *lines], incident.id)


def _similar(shown: Shown) -> TableValue:
    incident = shown.incident
    if incident is None:
        return TableValue("Similar incidents", (), empty=NO_INCIDENT)
    found = shown.ask("similar", incident.id, lambda room: room.library.similar(incident.id, shown.now))
    return similar_table(found.value) if isinstance(found.value, tuple) else _unread("Similar incidents", found)


def _card(shown: Shown) -> Loaded:
    return shown.ask("scorecard", "", lambda room: room.library.scorecard(shown.now))


def _scorecard(shown: Shown) -> TableValue:
    found = _card(shown)
    return scorecard_table(found.value) if isinstance(found.value, Scorecard) else _unread("Scorecard", found)


def _times(shown: Shown, row: str) -> ReadValue:
    """Return how long things took, and the incident of the row where it is about one."""
    read = _card(shown)
    found = read.value
    if not isinstance(found, Scorecard):
        return ReadValue("How long it took", empty=_unread("", read).empty)
    if ":" in row and row.partition(":")[2] in shown.snapshot.state.incidents:
        return _incident(shown, row.partition(":")[2])
    table = times_table(found)
    lines: list[Line] = []
    for each in table.rows:
        name, median, p90, n, mean, before, anchor = each.cells
        lines += [
            (Span(f"{name.text:5}", Tone.STRONG), Span("median "), median, Span("  p90 "), p90, Span(f"  n {n.text}")),
            (Span(f"     mean {mean.text}  before ", Tone.MUTED), before, Span(f"  {anchor.text}", Tone.MUTED)),
        ]
    return ReadValue("How long it took", lines, "times")


def _search(shown: Shown) -> TableValue:
    if not shown.words:
        said = "/ searches everything that was written: words, kind:note, by:alice, incident:INC-..., since:30d"
        return TableValue("Search", (), empty=(Span(said, Tone.MUTED),))
    found = shown.ask("search", shown.words, lambda room: room.library.search(shown.words, shown.now))
    if not isinstance(found.value, list):
        return _unread("Search", found)
    hits = [each for each in found.value if isinstance(each, FoundEvent)]
    return found_table(hits, shown.words, shown.tz)


def _hit(shown: Shown, row: str) -> ReadValue:
    if not row:
        return ReadValue("Event")
    found = shown.ask("event", row, lambda room: room.event(row))
    if not isinstance(found.value, Event):
        return ReadValue("Event", empty=READING if found.at is None else (Span("it is in an archive", Tone.MUTED),))
    lines = event_lines(found.value, shown.snapshot.state, shown.tz, shown.context.zone)
    return ReadValue(f"Event {safe_text(row, 80)}", lines, row)


ACROSS: tuple[ReviewTab, ...] = (
    ReviewTab(
        "incidents",
        "Incidents",
        "Inc",
        _incident,
        lambda shown: incidents_table(shown.snapshot, shown.now, shown.words, shown.incident),
        lambda shown: Span(f"{len(shown.snapshot.state.incidents):,}", Tone.MUTED),
        finds="words of its title, severity, status, commander; enter reviews one",
        leads=True,
    ),
    ReviewTab("similar", "Similar", "Sim", _incident, _similar, leads=True),
    ReviewTab("scorecard", "Scorecard", "Score", _times, _scorecard),
    ReviewTab(
        "search", "Search", "Find", _hit, _search, finds="words, kind:note, by:alice, incident:INC-..., since:30d"
    ),
)
"""All incidents."""
