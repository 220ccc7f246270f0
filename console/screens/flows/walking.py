"""The mitigation tree: walked by y, n and u; its way is logged, and a leaf begins its action's ordinary flow."""

from console.incident import commands
from console.incident.errors import Refused
from console.incident.tree import ANSWERS, Leaf
from console.present.walking import walk_lines
from console.screens.desk import Desk
from console.screens.flows import acting
from console.screens.flows.asking import context_line, current
from widgets.dialog import WalkDialog
from widgets.dialog.walk import Page
from widgets.text import safe_text
from widgets.values import KeyHint


async def walk(desk: Desk) -> None:
    """Walk the tree, log the way that was gone, and begin the action of its leaf."""
    incident, tree, actor = current(desk), desk.context.tree, desk.context.actor
    if tree is None:
        message = "There is no decision tree here."
        raise Refused(message)

    def look(way: str) -> Page:
        seen = desk.room.snapshot
        node = tree.at(way)
        lines = walk_lines(tree, way, seen, seen.at)
        if isinstance(node, Leaf):
            return Page(lines, (), node.action or "keep")
        return Page(lines, tuple(KeyHint(key, answer) for key, answer in ANSWERS.items()))

    way, ended = await desk.ask(WalkDialog(safe_text(tree.title, 80), look, context=context_line(desk)))
    if not way:
        return
    node = tree.at(way)
    said = "the way is kept on the timeline"
    saved = await desk.act(lambda state, _now: commands.walked(state, incident.id, tree, way, actor=actor), said)
    if saved and ended and isinstance(node, Leaf) and node.action:
        await acting.act(desk, node.action)
