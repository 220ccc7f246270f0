"""Pure: frozen values with typed fields, like dataclasses, that cost nothing to define.

`dataclasses` takes 12 ms to import and half a millisecond a class: half of what `warroom note` may take in all.
"""

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform, get_origin


@dataclass_transform(frozen_default=True)
class Value:
    """A frozen value: annotated fields in their order, class attributes as defaults; equal by type and fields."""

    fields: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[frozenset[str]] = frozenset()
    _known: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Take the fields from the annotations; those without a default are needed."""
        own: dict[str, Any] = cls.__annotations__
        cls.fields = tuple(name for name in own if get_origin(own[name]) is not ClassVar)
        cls.needed = frozenset(name for name in cls.fields if name not in cls.__dict__)
        cls._known = frozenset(cls.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values = self.__dict__
        if args:
            values.update(zip(self.fields, args, strict=False))
            if len(args) > len(self.fields) or not values.keys().isdisjoint(kwargs):
                self._complain(args, kwargs)
        values.update(kwargs)
        given = values.keys()
        if not (self.needed <= given <= self._known):
            self._complain(args, kwargs)

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """Return the value with these fields, already checked by the caller; a long log has a hundred thousand."""
        made = cls.__new__(cls)
        made.__dict__.update(values)
        return made

    def _complain(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> NoReturn:
        message = f"{type(self).__name__} takes {', '.join(self.fields)}; got {args!r} and {kwargs!r}"
        raise TypeError(message)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        message = f"{type(self).__name__} is frozen: {name} cannot be set"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        message = f"{type(self).__name__} is frozen: {name} cannot be deleted"
        raise AttributeError(message)

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.fields)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({shown})"
