"""Pure: quantities such as 500m or 1Gi, read and written. Knows no objects."""

import re

_UNITS = {
    "": 1.0, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
}  # fmt: skip
_QUANTITY = re.compile(r"([0-9.]+)([a-zA-Z]*)\Z")


def quantity(text: object) -> float:
    """Return the number meant by a quantity such as 500m, 1Gi or 3; 0 for what is none."""
    found = _QUANTITY.match(str(text))
    return float(found[1]) * _UNITS.get(found[2], 1.0) if found else 0.0


def shown(amount: float) -> str:
    """Return a quantity as a status shows it."""
    return str(int(amount)) if amount == int(amount) else f"{round(amount * 1000)}m"
