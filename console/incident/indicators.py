"""Pure: what can be known of how bad it is, as people say it: yes, no, a percentage, one of some words, or unknown."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from console.incident.errors import Refused

UNKNOWN = "unknown"
NO = "no"
YES_NO = ("yes", NO)
Values = Mapping[str, str]
"""What is known, by the name of the indicator: "yes", "no", "61" (percent) or a word; what is not there is unknown."""

_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)\s*%?")
_SHORT = {"y": "yes", "true": "yes", "n": "no", "false": "no", "u": UNKNOWN, "?": UNKNOWN, "": UNKNOWN}


class Indicator(NamedTuple):
    """One thing that can be known; `words` is how people read it, `asked` how they are asked for it.

    Without `options` it is a percentage.
    """

    name: str
    words: str
    options: tuple[str, ...] = YES_NO
    asked: str = ""


INDICATORS: Mapping[str, Indicator] = {
    each.name: each
    for each in (
        Indicator("outage", "complete outage"),
        Indicator("data_loss", "data loss"),
        Indicator("breach", "breach"),
        Indicator("revenue", "revenue impact"),
        Indicator("users", "affected users", ()),
        Indicator("partial_outage", "partial outage"),
        Indicator("critical_feature", "critical feature down"),
        Indicator("degradation", "degradation", ()),
        Indicator("minor_feature", "minor feature down"),
    )
}
"""What the rules of a classifier may ask for."""

TRIAGE: Mapping[str, Indicator] = {
    each.name: each
    for each in (
        Indicator("reach", "users hit", ("all", "over half", "10 to 50 %", "under 10 %"), "How many users are hit?"),
        Indicator("function", "function hit", ("core", "secondary", "cosmetic"), "What is hit?"),
        Indicator("data_risk", "data at risk", asked="Is data at risk?"),
        Indicator("business", "business impact", asked="Is there an impact on the business: money, contracts?"),
        Indicator("ongoing", "still going on", asked="Is it still going on?"),
    )
}
"""The five questions of the triage, in the order in which they are asked."""

IMPACTS: Mapping[str, str] = {
    "complete outage": "outage",
    "data loss": "data_loss",
    "breach": "breach",
    "payments or revenue": "revenue",
    "partial outage": "partial_outage",
    "critical feature": "critical_feature",
    "minor feature": "minor_feature",
    "cosmetic": "",
}
"""The impact on customers in one word, the worst first, and the indicator that it says yes to."""


def read(name: str, text: str, known: Mapping[str, Indicator] = INDICATORS) -> str:
    """Return what somebody said of an indicator, "" for unknown; Refused with the field and what is expected."""
    indicator = known[name]
    plain = " ".join(text.lower().split())
    if not indicator.options:
        return percent(name, plain)
    if indicator.options == YES_NO or _SHORT.get(plain) == UNKNOWN:
        plain = _SHORT.get(plain, plain)
    if plain not in {*indicator.options, UNKNOWN}:
        from console.suggestion import did_you_mean

        options = (*indicator.options, UNKNOWN)
        message = f"{name}: '{text.strip()}' is no answer{did_you_mean(plain, options)} Expected: {', '.join(options)}."
        raise Refused(message)
    return "" if plain == UNKNOWN else plain


def percent(name: str, text: str) -> str:
    """Return a percentage as its number ("61" for "61 %"), "" for unknown; Refused outside 0 to 100 or for words."""
    plain = text.strip().lower()
    if _SHORT.get(plain, plain) == UNKNOWN:
        return ""
    found = _PERCENT.fullmatch(plain)
    if found is None or float(found[1]) > 100:  # noqa: PLR2004 - a percentage ends there
        message = f"{name}: '{text.strip()}' is no percentage; expected a number from 0 to 100, or unknown."
        raise Refused(message)
    return f"{float(found[1]):g}"


def impact(text: str) -> str:
    """Return the word for an impact that somebody typed, or began to; "" for unknown. Refused otherwise."""
    plain = " ".join(text.lower().split())
    if _SHORT.get(plain, plain) == UNKNOWN:
        return ""
    near = [word for word in IMPACTS if word.startswith(plain)]
    if len(near) == 1:
        return near[0]
    from console.suggestion import did_you_mean

    message = (
        f"impact: '{text.strip()}' is not one{did_you_mean(plain, IMPACTS)} Expected: {', '.join(IMPACTS)}, unknown."
    )
    raise Refused(message)


def of_impact(word: str) -> Values:
    """Return what an impact says: it is the worst that applies, so all that are worse are not so."""
    found: dict[str, str] = {}
    for each, indicator in IMPACTS.items() if word in IMPACTS else ():
        if each == word:
            return {**found, indicator: "yes"} if indicator else found
        found[indicator] = "no"
    return found


def shown(name: str, value: str, known: Mapping[str, Indicator] = INDICATORS) -> str:
    """Return "affected users 61 %", "complete outage", "no data loss" or "function hit: core"."""
    indicator = known[name]
    if not indicator.options:
        return f"{indicator.words} {value} %"
    if indicator.options == YES_NO:
        return indicator.words if value == "yes" else f"no {indicator.words}"
    return f"{indicator.words}: {value}"
