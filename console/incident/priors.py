"""Pure: what usually is the cause: a table from a file, moved by the own closed incidents. It is no diagnosis."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.record import Incident
from console.incident.toml_source import TomlSource

WORTH = 10
"""How many own incidents the table counts as much as."""
_ALL = 100


class Prior(NamedTuple):
    """A cause by its tag: how often it is one (percent), and what usually helps.

    `seen` is in how many incidents it was one when the file learnt last; the log itself moves the percents.
    """

    tag: str
    title: str
    percent: int
    fix: str
    seen: int = 0


class Learned(NamedTuple):
    """A prior after `had` of `n` own incidents had this cause; `percent` is what both say together."""

    prior: Prior
    percent: int
    had: int
    n: int


def learned(priors: Sequence[Prior], incidents: Iterable[Incident]) -> tuple[Learned, ...]:
    """Return the priors as the own incidents move them: closed ones with a cause, no drills and no tests."""
    known = {prior.tag for prior in priors}
    tags = [
        each.cause
        for each in incidents
        if each.status == "closed" and each.purpose == "incident" and each.cause in known
    ]
    n = len(tags)
    return tuple(
        Learned(prior, round((prior.percent * WORTH + _ALL * had) / (WORTH + n)), had, n)
        for prior in priors
        for had in [tags.count(prior.tag)]
    )


def parse_priors(text: str, file: str) -> tuple[Prior, ...]:
    """Read the table without a mistake; Refused with every one, also where the percents are not 100 together."""
    source = TomlSource(text, file)
    return source.whole(read_priors(source))


def read_priors(source: TomlSource) -> tuple[Prior, ...] | None:
    """Read the table as far as it can be read; a cause that is wrong is left out.

    None where none is left, or where the percents are more than 100 together: then none of them can be true.
    """
    source.check_keys(source.data, ("causes",))
    tables = source.tables("causes", "there are no causes; expected [[causes]] tables.")
    priors: list[Prior] = []
    for index, values in enumerate(tables):
        prior = _prior(source, values, index)
        if prior is not None and prior.tag in [each.tag for each in priors]:
            source.wrong(f"tag '{prior.tag}' occurs twice.", "causes", index, "tag")
        elif prior is not None:
            priors.append(prior)
    total = sum(prior.percent for prior in priors)
    if total > _ALL or (total < _ALL and priors and len(priors) == len(tables)):
        source.wrong(f"the percents are {total} together; expected 100.", "causes", len(tables) - 1, "percent")
    return tuple(priors) if priors and total <= _ALL else None


def _prior(source: TomlSource, values: Mapping[str, Any], index: int) -> Prior | None:
    source.check_keys(values, Prior._fields, "causes", index)
    percent = values.get("percent")
    tag, title, fix = (source.text_of(values, key, "causes", index) for key in ("tag", "title", "fix"))
    if not isinstance(percent, int) or isinstance(percent, bool) or not 0 <= percent <= _ALL:
        message = f"'percent' is {percent!r}; expected a whole number from 0 to 100."
        source.wrong(message, "causes", index, "percent")
        return None
    seen = values.get("seen", 0)
    if not isinstance(seen, int) or isinstance(seen, bool) or seen < 0:
        source.wrong(f"'seen' is {seen!r}; expected how many incidents it was.", "causes", index, "seen")
        seen = 0
    return Prior(tag, title, percent, fix, seen) if tag and title and fix else None
