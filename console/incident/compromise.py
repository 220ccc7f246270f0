"""Pure: indicators of compromise: the fact, what the state keeps of it, and how it is shown: nobody clicks on it."""

import re
from typing import ClassVar, NamedTuple

from console.incident.facts import Instant
from console.incident.value import Value

IP, DOMAIN, URL, HASH, FILE, ACCOUNT, OTHER = "ip", "domain", "url", "hash", "file", "account", "other"
SORTS = (IP, DOMAIN, URL, HASH, FILE, ACCOUNT, OTHER)
"""The kinds of indicators."""


class IndicatorNoted(Value):
    """Something that speaks for an intruder: of which sort, its value as it is, where it was seen, and a note.

    `withdrawn` says why it is none after all, "" while it is one.
    """

    kind: ClassVar[str] = "ioc"
    sort: str
    value: str
    source: str = ""
    note: str = ""
    withdrawn: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        said = f"{self.sort} {defanged(self.sort, self.value)}"
        if self.withdrawn:
            return f"no indicator: {said}: {self.withdrawn}"
        source = f", seen in {self.source}" if self.source else ""
        return f"indicator {said}{source}" + (f": {self.note}" if self.note else "")


class Indicator(NamedTuple):
    """An indicator as it stands: noted first `by` somebody at `at`, in `event`."""

    sort: str
    value: str
    source: str
    note: str
    at: Instant
    by: str
    event: str

    @property
    def shown(self) -> str:
        """The value as it is shown to people."""
        return defanged(self.sort, self.value)


def key_of(sort: str, value: str) -> str:
    """Return the name of an indicator among those of an incident."""
    return f"{sort} {value}"


def defanged(sort: str, value: str) -> str:
    """Return a value that no program makes a link of: "203[.]0[.]113[.]7", "hxxps://evil[.]example/x"."""
    if sort == IP:
        return value.replace(".", "[.]").replace(":", "[:]")
    if sort == URL:
        scheme, _, rest = value.partition("://")
        known = scheme.lower() in {"http", "https"}
        return f"{scheme.lower().replace('tt', 'xx')}{'://' if known else '[://]'}{_unlinked(rest)}"
    if sort in {DOMAIN, ACCOUNT, OTHER} or "://" in value:
        return _unlinked(value)
    return value


def _unlinked(text: str) -> str:
    """Return a text in which no program finds an address, wherever in it one stands."""
    bracketed = re.sub(r"\[([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\]", lambda found: f"[{found[1].replace(':', '[:]')}]", text)
    return bracketed.replace("://", "[://]").replace("@", "[@]").replace(".", "[.]")
