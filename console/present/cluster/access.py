"""Pure: what of a cluster is watched, and how that goes: rights that are missing, errors, ages, next tries."""

from functools import partial

from checks.kubernetes.objects import ResourceSeen
from console.incident.events import Instant
from console.present.cluster.keys import RESOURCE, key
from console.present.cluster.listing import Listing, matching, table
from console.present.cluster.looks import resource_look
from console.present.cluster.status import next_words
from console.present.cluster.view import ClusterView
from console.present.cluster.words import age
from console.present.figures import text_span
from widgets.text import safe_text
from widgets.values import Column, Row, Span, TableValue, Tone

_LISTING = Listing(
    "Access",
    (
        Column("", width=1),
        Column("resource", width=12),
        Column("state"),
        Column("objects", align="right", drop=3),
        Column("answered", align="right", drop=2),
        Column("next try", align="right", drop=1),
        Column("error", grow=True, width=12),
    ),
    (),
    "nothing is watched yet",
)
_MEANS = {
    "forbidden": "the right to list and watch it is missing: what happens there is not seen",
    "absent": "this server does not have it",
}


def access_table(view: ClusterView, now: Instant, words: str = "") -> TableValue:
    """Return the resources that are watched."""
    found = matching(view, "access", view.resources, words, lambda each: f"{each.name} {each.state} {each.error}")
    wrong = sum(1 for each in view.resources if resource_look(each).wrong)
    counts = (wrong, len(view.resources))
    return table(_listing(view), view, now, (found, _key, partial(_row, now)), counts, words)


def _listing(view: ClusterView) -> Listing:
    who = f"Access  as {safe_text(view.seen.who, 60)}" if view.seen.who else "Access"
    return _LISTING._replace(title=who)


def _key(each: ResourceSeen) -> str:
    return key(RESOURCE, each.name)


def _row(now: Instant, each: ResourceSeen) -> Row:
    look = resource_look(each)
    ago = age(each.good_at, now)
    said = each.error or _MEANS.get(each.state, "")
    if each.skipped:
        said = f"{each.skipped} could not be read; {said}".removesuffix("; ")
    return Row(
        _key(each),
        (
            Span(look.glyph, look.tone),
            text_span(each.name, Tone.STRONG if look.wrong else Tone.PLAIN, 80),
            Span(look.word, look.tone),
            Span(f"{each.size:,}" if each.state in {"ok", "failing"} else "", Tone.MUTED),
            Span(f"{ago} ago" if ago else "", Tone.MUTED),
            Span(next_words(each.next_try, now).removeprefix("next try "), look.tone),
            text_span(said, look.tone if look.wrong else Tone.MUTED),
        ),
    )
