"""The shell of a replay on the screen: the room's panes, the tape in place of the input line. Knows only widgets."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from console.screens.board import FED
from console.screens.drafts import NoDraft
from console.screens.keys import Command
from console.screens.replay import keys
from console.screens.room_screen import Live, RoomScreen
from widgets.notice import NoticeBar
from widgets.oneline import OneLine


def _binding(command: Command, *, own: bool) -> Binding:
    """Return the key of a command; those of the tape go before the keys of the panes."""
    name = command.id if own or command.id in keys.LOOKS else "refused"
    priority = own or len(command.key) == 1
    return Binding(command.key, f"order('{name}')", command.label, show=False, id=command.id, priority=priority)


_TAKEN = {each.key for each in keys.MOVES} | keys.OTHER_KEYS.keys()


class ReplayScreen(RoomScreen, inherit_bindings=False):
    """The room without a hand: nothing can be typed, and every key that would write or act says why not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(_binding(each, own=True) for each in keys.MOVES),
        *(Binding(key, f"order('{name}')", show=False, priority=True) for key, name in keys.OTHER_KEYS.items()),
        *(
            _binding(each, own=False)
            for each in (*keys.commands({}), *keys.REFUSED)
            if each.group != keys.TAPE and each.key not in {"enter", "", *_TAKEN}
        ),
        Binding("escape", "order('back')", "Back", show=False),
        Binding("ctrl+c,ctrl+q", "order('quit')", "Quit", show=False),
    ]

    def __init__(self, remapped: Mapping[str, str], enliven: "Callable[[ReplayScreen], Live] | None" = None) -> None:
        """`remapped` are the keys of the configuration; `enliven` brings to life what is shown over a room."""
        super().__init__(NoDraft(), lacking=FED)
        self._enliven = enliven
        self.commands = keys.commands(remapped)
        self.add_class("-replay")

    def on_mount(self) -> None:
        """Come to life once there is something to draw on."""
        super().on_mount()
        if self._enliven is not None:
            self.call_after_refresh(self._begin, self._enliven)

    def _begin(self, enliven: "Callable[[ReplayScreen], Live]") -> None:
        self.attach(enliven(self))

    def compose(self) -> ComposeResult:
        """Put the tape where the room has its input line."""
        for widget in super().compose():
            if isinstance(widget, NoticeBar):
                yield OneLine(id="tape")
            yield widget
