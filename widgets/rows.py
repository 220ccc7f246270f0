"""Pure: rows of a long table that are made when they are looked at. Knows nothing of what stands in them."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

from widgets.values import Row

Thing = TypeVar("Thing")


class LongRows(Sequence[Row], Generic[Thing]):
    """One row for each thing: `name` gives its key, `make` its row. Only the rows on the screen are ever made."""

    def __init__(self, things: Sequence[Thing], name: Callable[[Thing], str], make: Callable[[Thing], Row]) -> None:
        self._things, self._name, self._make = things, name, make

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        """Make one row, or those of a window."""
        if isinstance(at, slice):
            return [self._make(thing) for thing in self._things[at]]
        return self._make(self._things[at])

    def key(self, at: int) -> str:
        """Return the key of a row without making it."""
        return self._name(self._things[at])

    def find(self, key: str) -> int | None:
        """Return the index of the row with this key, None where there is none."""
        name = self._name
        return next((at for at, thing in enumerate(self._things) if name(thing) == key), None)
