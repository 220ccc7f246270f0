"""Pure: what a check may say. Short single-line sentences without secrets, and numbers that are numbers."""

import math
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from checks.sample import Quality, Reading

LONGEST = 200
_QUERY_VALUE = re.compile(r"=[^&;]*")


def line(text: object, cap: int = LONGEST) -> str:
    """Return `text` on one line of at most `cap` characters; what is not printable stands as its code point."""
    # A source may answer with megabytes: nothing past what can be shown is looked at.
    words = " ".join(str(text)[: 4 * cap].split())
    shown = "".join(char if char.isprintable() else f"<{ord(char):02X}>" for char in words)
    return shown if len(shown) <= cap else shown[: cap - 1] + "\u2026"


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Take values known to be secret out of `text`, letter for letter."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    return text


def shown_url(url: str) -> str:
    """Return `url` without its user information, its query values and its fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "an address that is not a URL"
    query = _QUERY_VALUE.sub("=\u2026", parts.query) if "=" in parts.query else "\u2026" * bool(parts.query)
    return line(urlunsplit((parts.scheme, host, parts.path, query, "")))


def url_secrets(url: str) -> tuple[str, ...]:
    """Return what `shown_url` takes out, so that it can be taken out of answers too."""
    parts = urlsplit(url)
    given = [parts.password or "", *(pair.partition("=")[2] for pair in parts.query.split("&"))]
    # Short values ("1", "json") are no secrets, and taking them out would riddle the sentence.
    return tuple(value for value in given if len(value) >= 6)  # noqa: PLR2004 - explained above


def measured(metric: str, value: float | None, unit: str = "", note: str = "") -> Reading:
    """Return the number as a reading; None is no data, and NaN or infinity is an error: never a value."""
    if value is None:
        return Reading(metric, None, unit, Quality.NO_DATA, note)
    if not math.isfinite(value):
        return Reading(metric, None, unit, Quality.ERROR, note or f"the source says {value}")
    return Reading(metric, float(value), unit, Quality.VALUE, note)


def span(seconds: float) -> str:
    """Write a duration as a person would: "340 ms", "2.5 s", "12 s", "4 min", "3 h", "12 days"."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 100:  # noqa: PLR2004 - up to here seconds read best
        return f"{seconds:.3g} s"
    for size, unit in ((86400 * 2, "days"), (7200, "h"), (0, "min")):
        if seconds >= size:
            return f"{seconds / {'days': 86400, 'h': 3600, 'min': 60}[unit]:.0f} {unit}"
    raise AssertionError  # the last size is 0
