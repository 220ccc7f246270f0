"""Pure: the list of what to look at in an outage, read from text. What is found there it does not know."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.priors import Learned
from console.incident.toml_source import TomlSource

TICK = "look:"
"""Begins the name under which the log keeps that somebody looked."""


class Lookup(NamedTuple):
    """Something to look at: its `track`, the `probe` that fills it (""), the causes it may show, what to do by hand."""

    id: str
    title: str
    track: str
    hand: str
    probe: str = ""
    causes: tuple[str, ...] = ()

    @property
    def tick(self) -> str:
        """The name under which the log keeps that somebody looked."""
        return f"{TICK}{self.id}"


def ordered(lookups: Sequence[Lookup], priors: Sequence[Learned]) -> list[tuple[Lookup, Learned | None]]:
    """Return the list with the likeliest cause of each, the likeliest first: priors sort, and nothing else."""
    by_tag = {each.prior.tag: each for each in priors}
    paired = [
        (
            lookup,
            max((by_tag[tag] for tag in lookup.causes if tag in by_tag), key=lambda one: one.percent, default=None),
        )
        for lookup in lookups
    ]
    return sorted(paired, key=lambda pair: -(pair[1].percent if pair[1] is not None else 0))


def parse_investigation(text: str, file: str, probes: Collection[str], tags: Collection[str]) -> tuple[Lookup, ...]:
    """Read the list without a mistake; Refused with every one, each with file and line."""
    source = TomlSource(text, file)
    return source.whole(read_investigation(source, probes, tags))


def read_investigation(
    source: TomlSource, probes: Collection[str], tags: Collection[str] | None
) -> tuple[Lookup, ...] | None:
    """Read the list as far as it can be read; None where no item is left. What is wrong stands in `source.mistakes`.

    `probes` and `tags` are what it may name (None: any tag). An item without one of its texts is left out; a probe or
    a cause that is not known is left out of its item, which is then looked at by hand.
    """
    source.check_keys(source.data, ("items",))
    lookups: list[Lookup] = []
    for index, values in enumerate(source.tables("items", "there are no items; expected [[items]] tables.")):
        lookup = _lookup(source, values, index, probes, tags)
        if lookup is not None and lookup.id in [each.id for each in lookups]:
            source.wrong(f"id '{lookup.id}' occurs twice.", "items", index, "id")
        elif lookup is not None:
            lookups.append(lookup)
    return tuple(lookups) or None


def _lookup(
    source: TomlSource, values: Mapping[str, Any], index: int, probes: Collection[str], tags: Collection[str] | None
) -> Lookup | None:
    at = ("items", index)
    source.check_keys(values, Lookup._fields, *at)
    causes = values.get("causes", [])
    if not isinstance(causes, list) or not all(isinstance(each, str) for each in causes):
        source.wrong(f"'causes' is {causes!r}; expected a list of tags like [\"deploy\"].", *at, "causes")
        causes = []
    probe = source.one_of(values, "probe", probes, *at)
    if tags is not None:
        causes = [source.one_of({"causes": tag}, "causes", tags, *at) for tag in causes]
    name, title, track, hand = (source.text_of(values, key, *at) for key in ("id", "title", "track", "hand"))
    if not (name and title and track and hand):
        return None
    return Lookup(name, title, track, hand, probe, tuple(filter(None, causes)))
