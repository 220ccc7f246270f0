"""Pure: what the reading of a configuration is given: the names that it may use, and what the command line said."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Known(NamedTuple):
    """The names that a configuration may use; an empty collection is not checked against.

    `schemes` is scheme name -> severity labels, worst first; `keys` are the ids of the key bindings, `teams` those
    that need not be declared.
    """

    schemes: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


KNOWN_NOTHING = Known()


class Overrides(NamedTuple):
    """What the command line said; it wins over everything else."""

    log_dir: str = ""
    user: str = ""
    theme: str = ""
    read_only: bool = False


NO_OVERRIDES = Overrides()
