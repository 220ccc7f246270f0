"""Pure: what usually is the cause: a table from a file, moved by the own closed incidents. It is no diagnosis."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from console.incident.record import Incident
from console.incident.toml_source import TomlSource

WORTH = 10
"""How many own incidents the table counts as much as."""
_ALL = 100


class Prior(NamedTuple):
    """A cause by its tag: how often it is one (percent), and what usually helps."""

    tag: str
    title: str
    percent: int
    fix: str


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
    """Read the table; Refused with file and line, also where the percents are not 100 together."""
    source = TomlSource(text, file)
    source.check_keys(source.data, ("causes",))
    found = source.data.get("causes")
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise source.refused("there are no causes; expected [[causes]] tables.", key="causes")
    priors: list[Prior] = []
    for index, values in enumerate(found):
        source.check_keys(values, Prior._fields, "causes", index)
        percent = values.get("percent")
        if not isinstance(percent, int) or isinstance(percent, bool) or not 0 <= percent <= _ALL:
            message = f"'percent' is {percent!r}; expected a whole number from 0 to 100."
            raise source.refused(message, "causes", index, "percent")
        tag, title, fix = (source.text_of(values, key, "causes", index) for key in ("tag", "title", "fix"))
        if tag in [prior.tag for prior in priors]:
            raise source.refused(f"tag '{tag}' occurs twice.", "causes", index, "tag")
        priors.append(Prior(tag, title, percent, fix))
    total = sum(prior.percent for prior in priors)
    if total != _ALL:
        message = f"the percents are {total} together; expected 100."
        raise source.refused(message, "causes", len(priors) - 1, "percent")
    return tuple(priors)
