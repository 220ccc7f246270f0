"""Pure: what the search for help and cause writes: the way through a decision tree, the cause."""

from collections.abc import Collection

from console.incident.errors import Refused
from console.incident.events import Entry
from console.incident.guards import Entries, incident_of, working
from console.incident.searching import CauseTagged, TreeWalked
from console.incident.state import State
from console.incident.texts import clean_optional
from console.incident.tree import Leaf, Tree


def walked(state: State, id: str, tree: Tree, answers: str, *, actor: str) -> Entries:  # noqa: A002 - the word for it
    """Record a way through a tree, as the keys of its answers ("yn"); nothing where no question was answered."""
    working(state, id)
    node = tree.at(answers)
    leaf = (node.text, node.action) if isinstance(node, Leaf) else ("", "")
    path = tree.path(answers)
    return (Entry(TreeWalked(tree.name, path, *leaf), actor, id),) if path else ()


def tag_cause(
    state: State,
    id: str,  # noqa: A002 - the word for it
    tag: str,
    text: str = "",
    *,
    known: Collection[str],
    actor: str,
) -> Entries:
    """Name the accepted cause by one of the known tags; also after the end, when the review has found it."""
    incident_of(state, id)
    name = tag.strip().lower()
    if name not in known:
        from console.suggestion import did_you_mean

        message = f"'{tag}' is not a cause{did_you_mean(name, known)} Known: {', '.join(known)}."
        raise Refused(message)
    return (Entry(CauseTagged(name, clean_optional(text)), actor, id),)
