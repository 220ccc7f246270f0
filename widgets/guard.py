"""The last wall before the terminal: no control character leaves in a drawn segment, whoever drew it."""

import re
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from widgets.text import safe_text

_ACTS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


class OutputGuard(LineFilter):
    """Replaces what acts on a terminal; Textual's own control segments pass. Add it in `App.get_line_filters`."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Return the segments, each as wide as before."""
        if all(control is not None or text.isprintable() for text, _, control in segments):
            return segments
        return [
            segment if segment.control is not None else Segment(tamed(segment.text), segment.style)
            for segment in segments
        ]


@lru_cache(maxsize=2048)
def tamed(text: str) -> str:
    """Return a segment's text without anything that acts, in as many cells: the line keeps its width."""
    if text.isprintable() or not _ACTS.search(text):
        return text
    return set_cell_size(safe_text(text, len(text)), cell_len(text))
