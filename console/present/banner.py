"""Pure: the line that every dialog shows of production."""

from collections.abc import Iterable

from console.present.snapshot import Context
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

DRILL = "DRILL: nothing here is real"
_LONGEST = 60
"""Characters of the names: what follows them is never cut off."""


def production_line(context: Context, clusters: Iterable[str] = ()) -> Line:
    """Return which of the clusters are in production, else what of the console is; nothing where nothing is.

    `clusters` are the contexts that a dialog is about.
    """
    if context.drill:
        return (Span(DRILL, Tone.ACTION),)
    meant = set(clusters)
    named = sorted({context.productions[each] for each in meant if each in context.productions})
    own = context.production
    if meant and own == ", ".join(context.productions.values()):
        own = ""  # it only names the clusters in production, and none of them is meant
    name = safe_text(", ".join(named) or own, 10 * _LONGEST)
    name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    return (Span(f"{name} [PRODUCTION]", Tone.BAD),) if name else ()
