"""Pure: the line that every dialog shows of production."""

from collections.abc import Iterable

from console.present.snapshot import Context
from widgets.text import safe_text
from widgets.values import Line, Span, Tone

_LONGEST = 100


def production_line(context: Context, clusters: Iterable[str] = ()) -> Line:
    """Return which of the clusters are in production, else what of the console is; nothing where nothing is.

    `clusters` are the contexts that a dialog is about.
    """
    named = sorted({context.productions[each] for each in clusters if each in context.productions})
    name = ", ".join(named) or context.production
    return (Span(safe_text(f"{name} [PRODUCTION]", _LONGEST), Tone.BAD),) if name else ()
