"""STUB (interface first). What asks or tells over the whole screen."""

from collections.abc import Callable, Mapping, Sequence

from textual.screen import ModalScreen

from widgets.values import Choice, Field, Line, Tone

Validator = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From the answers by field name to the errors by field name; no error accepts the form."""


class ConfirmDialog(ModalScreen[bool]):
    """Asks before something is done: `y` confirms, everything else cancels.

    `context` stays visible (the production banner), `lines` say what will happen, `typed` is a name that has to be
    typed before `enter` confirms.
    """

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        *,
        confirm: str = "confirm",
        typed: str = "",
        context: Line = (),
        tone: Tone = Tone.WARN,
    ) -> None:
        super().__init__()


class FormDialog(ModalScreen[dict[str, str] | None]):
    """Asks for the values of fields. Esc answers None and hands what was typed to `keep`."""

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        validate: Validator | None = None,
        keep: Callable[[dict[str, str]], None] | None = None,
        intro: Sequence[Line] = (),
        submit: str = "save",
        context: Line = (),
    ) -> None:
        super().__init__()


class PickDialog(ModalScreen[str | None]):
    """Asks for one of several choices; typing filters them. Answers the choice's key, or None."""

    def __init__(
        self, title: str, choices: Sequence[Choice], *, current: str = "", context: Line = (), hint: str = ""
    ) -> None:
        super().__init__()


class TextDialog(ModalScreen[None]):
    """Shows lines to read: the help, an event's detail."""

    def __init__(self, title: str, lines: Sequence[Line], *, tone: Tone = Tone.PLAIN) -> None:
        super().__init__()
