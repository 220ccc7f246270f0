"""Pure: the facts of the life of an incident beside its moves: relations, type, own fields, evidence, maintenance."""

from typing import ClassVar

from console.incident.facts import Instant
from console.incident.value import Value

DUPLICATE_OF, PART_OF, SPLIT_FROM = "duplicate_of", "part_of", "split_from"
RELATIONS = (DUPLICATE_OF, PART_OF, SPLIT_FROM)
TAKEN, WAIVED = "taken", "waived"


class Related(Value):
    """The incident belongs to another one; `other` "" says that it does not any more."""

    kind: ClassVar[str] = "related"
    relation: str
    other: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        words = self.relation.replace("_", " ")
        tail = f": {self.reason}" if self.reason else ""
        return f"{words} {self.other}{tail}" if self.other else f"no longer {words} another{tail}"


class Classified(Value):
    """The incident is of a type; with a codename it is called so where others listen."""

    kind: ClassVar[str] = "classified"
    type: str
    codename: str = ""
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        named = f", codename {self.codename}" if self.codename else ""
        return f"type {self.type}{named}" + (f": {self.reason}" if self.reason else "")


class EvidenceNoted(Value):
    """Evidence was "taken" (`text` says what, and where it is) or "waived" (and why)."""

    kind: ClassVar[str] = "evidence"
    how: str
    text: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"evidence {self.how}: {self.text}"


class FieldSet(Value):
    """A field that the configuration adds got a value, as text; `label` is kept: configurations change."""

    kind: ClassVar[str] = "field"
    field: str
    label: str
    value: str

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"{self.label}: {self.value}"


class MaintenanceStarted(Value):
    """Somebody works on a service, on purpose, until then (ms since 1970)."""

    kind: ClassVar[str] = "maintenance.started"
    service: str
    until: Instant
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"maintenance of {self.service}" + (f": {self.reason}" if self.reason else "")


class MaintenanceEnded(Value):
    """The work on a service is over before its time."""

    kind: ClassVar[str] = "maintenance.ended"
    service: str
    reason: str = ""

    def summary(self) -> str:
        """Say it in a sentence."""
        return f"maintenance of {self.service} ended" + (f": {self.reason}" if self.reason else "")
