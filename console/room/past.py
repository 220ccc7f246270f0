"""What the sample store knows of the time that memory does not hold, for charts; read off the room's loop.

It holds the buckets that were asked for last and no others, and reads each of them once.
"""

import asyncio
from collections.abc import Callable, Sequence

from console.incident.events import Instant
from console.journal.shelf import Stretch

_Series = tuple[str, str, int]
_Found = dict[Instant, float | None]
LookUp = Callable[[Sequence[Stretch]], list[Sequence[float | None]]]


class Past:
    """Means by bucket. `values` answers at once with what is known and has the rest read on another thread.

    It belongs to the room's loop; `look_up` reads and may be slow.
    """

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up
        self._known: dict[_Series, _Found] = {}
        self._reading: asyncio.Task[None] | None = None

    def values(self, stretches: Sequence[Stretch]) -> list[tuple[float | None, ...]]:
        """Return the buckets of each stretch, None where nothing is known (yet)."""
        known: dict[_Series, _Found] = {}
        for each in stretches:
            found = self._known.get(_series(each), {})
            known.setdefault(_series(each), {}).update({at: found[at] for at in each.starts if at in found})
        self._known = known
        missing = [gap for each in stretches if (gap := self._gap(each)) is not None]
        if missing and (self._reading is None or self._reading.done()):
            self._reading = asyncio.get_running_loop().create_task(self._read(missing))
        return [tuple(self._known[_series(each)].get(at) for at in each.starts) for each in stretches]

    def _gap(self, wanted: Stretch) -> Stretch | None:
        """Return the buckets of a stretch from the first unread one to the last, None where all are read."""
        known = self._known[_series(wanted)]
        unread = [at for at in wanted.starts if at not in known]
        return (
            wanted._replace(start=unread[0], buckets=1 + (unread[-1] - unread[0]) // wanted.width) if unread else None
        )

    async def _read(self, gaps: Sequence[Stretch]) -> None:
        found = await asyncio.to_thread(self._look_up, gaps)
        for gap, means in zip(gaps, found, strict=True):
            self._known.setdefault(_series(gap), {}).update(zip(gap.starts, means, strict=True))


def _series(stretch: Stretch) -> _Series:
    return stretch.service, stretch.metric, stretch.width
