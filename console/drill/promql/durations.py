"""Pure: times as Prometheus writes them, "1h30m"."""

import re

_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000}
_PARTS = re.compile(r"([0-9]{1,12})(ms|[smhdwy])")
DURATION = r"(?:[0-9]+(?:ms|[smhdwy]))+"


def milliseconds(text: str) -> int:
    """Return a duration in ms; ValueError where it is none. The units have to come in order, each at most once."""
    parts = _PARTS.findall(text)
    sizes = [_UNITS[unit] for _, unit in parts]
    if "".join(count + unit for count, unit in parts) != text or not parts or sizes != sorted(set(sizes), reverse=True):
        raise ValueError(f'not a valid duration string: "{text}"')
    return sum(int(count) * size for (count, _), size in zip(parts, sizes, strict=True))
