"""Pure: what helped in an incident: at once, as it was measured, and for good. It guesses nothing."""

from collections.abc import Iterable

from console.incident.deed import Deed
from console.incident.follow_up import DONE
from console.incident.record import Incident

_FOR_GOOD = ("prevent", "repair")


def improved(deeds: Iterable[Deed]) -> list[Deed]:
    """Return the actions after which things were measured to be better; an undo is none."""
    return [deed for deed in deeds if deed.step == "improved" and not deed.undoes]


def immediate(deeds: Iterable[Deed]) -> str | None:
    """Return what was measured to help, in words; None where nothing was."""
    return "; ".join(dict.fromkeys(_words(deed) for deed in improved(deeds))) or None


def permanent(incident: Incident, deeds: Iterable[Deed]) -> str | None:
    """Return what helped and stays, and the action items done that prevent or repair; None where there are none."""
    kept = [_words(deed) for deed in improved(deeds) if deed.settled == "kept"]
    done = [each.text for each in incident.action_items.values() if each.state == DONE and each.type in _FOR_GOOD]
    return "; ".join(dict.fromkeys((*kept, *done))) or None


def _words(deed: Deed) -> str:
    return f"{deed.verb} {deed.target}"
