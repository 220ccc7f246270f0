"""Pure: a property that is computed when it is first asked for, and takes no lock.

`functools.cached_property` of Python 3.11 has one lock for all objects of a class: a view that another thread prepares
would hold up the one that is being drawn.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class lazy(Generic[Value]):  # noqa: N801 - it is read as a decorator
    """Computes a value once and keeps it in the object; two threads at once may compute the same value twice."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the name under which the value is kept."""
        self._name = name

    def __get__(self, thing: Any, owner: type | None = None) -> Value:
        """Compute the value; from then on the object has it, and this is not asked any more."""
        value = thing.__dict__[self._name] = self._make(thing)
        return value
