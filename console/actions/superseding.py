"""Pure: which older mitigations an action replaces, so that the ledger has one way back and not two that disagree."""

from collections.abc import Iterable

from console.actions.places import shown
from console.actions.subject import Subject
from console.incident.deed import Deed
from console.incident.deeds import MitigationSettled
from console.incident.events import Instant

_REPLACED = "rollback"
"""A scaling is none: its older inverse holds the number from before the first, which the newer one does not have."""


def superseded(subject: Subject, begun: Instant, deeds: Iterable[Deed]) -> list[MitigationSettled]:
    """Settle the rollbacks of the same target that began before this one, where it has a way back of its own."""
    wanted, target = subject.wanted, subject.target
    if wanted.verb != _REPLACED or wanted.undoes or subject.undo is None:
        return []
    place = (_REPLACED, target.context, target.namespace, shown(target))
    return [
        MitigationSettled(deed.id, "superseded", reason=f"by {subject.id}")
        for deed in deeds
        if deed.is_open
        and deed.id != subject.id
        and deed.begun <= begun
        and (deed.verb, deed.context, deed.namespace, deed.target) == place
    ]
