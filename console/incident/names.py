"""Pure: the names of incidents, of their documents and of what they hold."""

import time
from collections.abc import Collection

from console.incident.events import Instant

LONGEST_SLUG = 60


def incident_id(day: Instant, number: int) -> str:
    """Return "INC-20261121-001": the UTC day of `day` and a number from 1."""
    return f"{day_prefix(day)}{number:03d}"


def day_prefix(day: Instant) -> str:
    """Return what the ids of this UTC day begin with: "INC-20261121-"."""
    return time.strftime("INC-%Y%m%d-", time.gmtime(day // 1000))


def slug(title: str) -> str:
    """Return a title as part of a file name: lower case ASCII words joined by hyphens, at most 60 characters."""
    from unicodedata import normalize

    plain = normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = "".join(char if char.isalnum() else " " for char in plain.replace("'", "")).split()
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        kept = longer
    return kept or "incident"


def next_name(prefix: str, taken: Collection[str]) -> str:
    """Return what the next thing of a kind is called in an incident: "t3" for a task, "p1" for a proposal."""
    number = len(taken) + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that somebody chose, or the first of "alpha-2", "alpha-3" that is free where it is not."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
