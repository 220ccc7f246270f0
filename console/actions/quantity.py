"""Pure: quantities as Kubernetes writes them: 500m, 1Gi, 3."""

import re

_UNITS = {
    "": 1.0, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50,
}  # fmt: skip
_WRITTEN = re.compile(r"([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)\Z")


def quantity(text: object) -> float:
    """Return the number meant; 0 for what is none."""
    found = _WRITTEN.match(str(text))
    try:
        return float(found[1]) * _UNITS[found[2]] if found else 0.0
    except (ValueError, KeyError):
        return 0.0
