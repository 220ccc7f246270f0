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
    """Read the list; Refused with file and line. `probes` and `tags` are what it may name."""
    source = TomlSource(text, file)
    source.check_keys(source.data, ("items",))
    found = source.data.get("items")
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise source.refused("there are no items; expected [[items]] tables.", key="items")
    lookups: list[Lookup] = []
    for index, values in enumerate(found):
        lookup = _lookup(source, values, index, probes, tags)
        if lookup.id in [each.id for each in lookups]:
            raise source.refused(f"id '{lookup.id}' occurs twice.", "items", index, "id")
        lookups.append(lookup)
    return tuple(lookups)


def _lookup(
    source: TomlSource, values: Mapping[str, Any], index: int, probes: Collection[str], tags: Collection[str]
) -> Lookup:
    at = ("items", index)
    source.check_keys(values, Lookup._fields, *at)
    causes = values.get("causes", [])
    if not isinstance(causes, list) or not all(isinstance(each, str) for each in causes):
        message = f"'causes' is {causes!r}; expected a list of tags like [\"deploy\"]."
        raise source.refused(message, *at, "causes")
    probe = source.one_of(values, "probe", probes, *at)
    for tag in causes:
        source.one_of({"causes": tag}, "causes", tags, *at)
    name, title, track, hand = (source.text_of(values, key, *at) for key in ("id", "title", "track", "hand"))
    return Lookup(name, title, track, hand, probe, tuple(causes))
