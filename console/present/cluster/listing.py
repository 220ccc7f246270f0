"""Pure: what the tables of a cluster have in common: filter, title with the state of their source, what they count."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from console.incident.events import Instant
from console.present.cluster.status import trust
from console.present.cluster.view import ClusterView
from widgets.rows import LongRows
from widgets.text import safe_text
from widgets.values import Column, Row, Span, TableValue, Tone

Thing = TypeVar("Thing")


class Listing(NamedTuple):
    """What a table is of: its title, its columns, the resources that it is made from."""

    title: str
    columns: tuple[Column, ...]
    resources: tuple[str, ...]
    nothing: str


def matching(
    view: ClusterView, kind: str, things: Sequence[Thing], words: str, text_of: Callable[[Thing], str]
) -> Sequence[Thing]:
    """Return the things whose text holds all of the words; computed once for each view."""
    wanted = words.casefold().split()
    if not wanted:
        return things

    def find() -> Sequence[Thing]:
        return [each for each in things if all(word in text for text in (text_of(each).casefold(),) for word in wanted)]

    return view.kept(f"filter {kind}", " ".join(wanted), find)


def table(
    of: Listing,
    view: ClusterView,
    now: Instant,
    rows: tuple[Sequence[Thing], Callable[[Thing], str], Callable[[Thing], Row]],
    counts: tuple[int, int],
    words: str = "",
) -> TableValue:
    """Return the table of some things with their keys and rows; `counts` are those that are wrong, and all."""
    things, name, make = rows
    wrong, total = counts
    said = trust(view.seen, of.resources, now)
    shown = f"{of.title} · filter: {safe_text(words, 60)}" if words else of.title
    if words:
        badge = Span(f"{len(things):,} of {total:,}", Tone.WARN)
    else:
        badge = Span(f"{wrong:,} of {total:,} wrong", Tone.BAD) if wrong else Span(f"{total:,}", Tone.MUTED)
    empty = (Span("nothing matches", Tone.MUTED),) if words and total else _nothing(of, said)
    # A long error stands in full in the list of what is wrong; here it is cut by the frame.
    title = f"{shown} · {said.text}" if said.text else shown
    tone = said.tone if said.text and said.tone == Tone.UNKNOWN else Tone.PLAIN
    return TableValue(title, of.columns, LongRows(things, name, make), badge, empty, tone, headings=True)


def _nothing(of: Listing, said: Span) -> tuple[Span, ...]:
    if said.text:
        return (Span(said.text, said.tone),)
    return (Span(of.nothing, Tone.MUTED),)
