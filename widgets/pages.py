"""Pure: rows read a page at a time from a source of any length, with only the last few pages kept."""

from collections import OrderedDict
from collections.abc import Sequence

from widgets.values import RowSource, TimelineRow

PAGE = 64
KEPT = 16


class Pages:
    """Reads rows through a small cache; `forget` when the source changed."""

    def __init__(self, source: RowSource) -> None:
        self.source = source
        self._pages: OrderedDict[int, Sequence[TimelineRow]] = OrderedDict()

    def forget(self) -> None:
        """Drop what was read."""
        self._pages.clear()

    def rows(self, first: int, count: int) -> list[TimelineRow]:
        """Return up to `count` rows from index `first`; fewer where the source answers with fewer."""
        out: list[TimelineRow] = []
        while len(out) < count:
            number, offset = divmod(first + len(out), PAGE)
            found = self._page(number)[offset : offset + count - len(out)]
            if not found:
                break
            out.extend(found)
        return out

    def row(self, index: int) -> TimelineRow | None:
        """Return one row, or None where there is none."""
        found = self.rows(index, 1) if index >= 0 else []
        return found[0] if found else None

    def _page(self, number: int) -> Sequence[TimelineRow]:
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self.source.rows(number * PAGE, PAGE)
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page
