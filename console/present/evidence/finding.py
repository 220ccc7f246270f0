"""Pure: what is known of a thing: findings with since when, or why nobody can know here. It names no cause."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from console.incident.events import Instant
from console.present.snapshot import Snapshot
from widgets.values import Tone

MOST = 3
"""Findings that are told of one thing."""


class Finding(NamedTuple):
    """Something that speaks for trouble, as text from outside; `since` (ms since 1970) where that is known."""

    text: str
    tone: Tone = Tone.WARN
    since: Instant | None = None


class Evidence(NamedTuple):
    """What is known of one thing: findings, else `note` says what was looked at, or why nobody can know here.

    `tone` is OK only where sources looked and found nothing.
    """

    findings: tuple[Finding, ...] = ()
    note: str = ""
    tone: Tone = Tone.UNKNOWN

    @property
    def known(self) -> bool:
        """Whether a source told something, good or bad."""
        return bool(self.findings) or self.tone is Tone.OK


BY_HAND = Evidence(note="by hand")
Probe = Callable[[Snapshot, Instant], Evidence]


def by_hand(why: str) -> Evidence:
    """Return that nothing here tells it."""
    return Evidence(note=f"by hand: {why}")


def found(findings: Iterable[Finding], note: str, unsure: str = "") -> Evidence:
    """Return what was found; where nothing was, that is good only if nothing was left out (`unsure`)."""
    told = tuple(findings)
    if told:
        more = f"and {len(told) - MOST} more" if len(told) > MOST else ""
        return Evidence(told[:MOST], more, told[0].tone)
    return Evidence(note=unsure or note, tone=Tone.UNKNOWN if unsure else Tone.OK)
