"""What both screens of a cluster do with a row: begin an action on it, or ask which. Draws nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.screen import ModalScreen, Screen

from console.incident.action import Target
from console.present.banner import production_line
from console.present.cluster.view import ClusterView
from console.present.details import help_lines
from console.screens.cluster import keys, verbs
from console.screens.cluster.ports import Kit
from console.screens.keys import Command
from widgets.dialog import PickDialog, TextDialog
from widgets.notice import NoticeBar
from widgets.text import safe_text
from widgets.values import Line, Tone


class Hands:
    """Hands targets over as they stand in the row, with the context that they were seen in."""

    def __init__(self, screen: Screen[Any], kit: Kit) -> None:
        self._screen, self._acting, self._ahead = screen, kit.acting, kit.ahead
        self._context = kit.context

    def begin(self, verb: str, targets: Sequence[Target]) -> None:
        """Begin an action on the first target that it is for."""
        found = verbs.deed(targets, verb)
        if found is None:
            self.say(f"Nothing here can be done a {verb}: choose a workload, or a pod of one.", Tone.WARN)
        else:
            self._acting.begin(found.verb, found.target)

    def choose(self, view: ClusterView, targets: Sequence[Target]) -> None:
        """Ask what to do with a row, then begin it."""
        found = verbs.deeds(view, targets)
        if not found:
            self.say("There is nothing to do with this row: choose a workload, a pod or a node.", Tone.WARN)
            return

        def chosen(place: str | None) -> None:
            if place is not None:
                self._acting.begin(*found[int(place)])

        self.ask(PickDialog("Do what?", verbs.choices(found), context=self.banner(view.seen.context)), chosen)

    def banner(self, context: str) -> Line:
        """Return what every dialog shows of where it acts."""
        return production_line(self._context, (context,))

    def help(self, commands: Sequence[Command]) -> None:
        """Show all keys."""
        self.ask(TextDialog("Keys", help_lines(keys.all_hints(commands), keys.FINDS), context=self.banner("")))

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Tell something in the line of keys for a while."""
        self._screen.query_one("#notice", NoticeBar).say(safe_text(text, 300), tone)

    def ask(self, dialog: ModalScreen[Any], answered: Callable[[Any], None] | None = None) -> None:
        """Show a dialog; what is typed before it is there is typed into it."""
        ticket = 0 if self._ahead is None else self._ahead.hold()
        self._screen.app.push_screen(dialog, answered)
        self._release_into(dialog, ticket)

    def _release_into(self, dialog: ModalScreen[Any], ticket: int) -> None:
        if self._ahead is None:
            return
        if dialog.focused is None and dialog in self._screen.app.screen_stack:
            dialog.call_after_refresh(self._release_into, dialog, ticket)
        else:
            self._ahead.release(ticket)
