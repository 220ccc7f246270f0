"""Pure: one field of a form, a text or a choice, and how it is drawn."""

from rich.segment import Segment

from widgets.cells import cells
from widgets.editor import Editor
from widgets.editor_line import draw_editor
from widgets.paint import Strokes, filled, line_width, strokes, wrapped
from widgets.style import Ground, Palette
from widgets.values import Field, Line, Span, Tone

_OPTION_GAP = 1


class FieldState:
    """What was typed or chosen so far. `error` is a safe text, "" while nothing is wrong."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.editor = Editor(field.value)
        if not field.typed:
            self.editor.pick()
        self.chosen = field.options.index(field.value) if field.value in field.options else 0
        self.error = ""
        self._typed = ""

    @property
    def value(self) -> str:
        """The answer."""
        return self.field.options[self.chosen] if self.field.options else self.editor.text

    def turn(self, key: str, character: str | None) -> bool:
        """Go to the option that a key means: left, right, or what is typed of its name; False for other keys."""
        if key in {"left", "right", "space"}:
            self.chosen = (self.chosen + (-1 if key == "left" else 1)) % len(self.field.options)
            self._typed = ""
        elif character is not None and character.isprintable():
            self._type(character.casefold())
        else:
            return False
        return True

    def _type(self, letter: str) -> None:
        """Choose by what was typed in a row ("sev1"), else by a letter anew, else by any part of a name ("1")."""
        options = [option.casefold() for option in self.field.options]
        later = [*range(self.chosen + 1, len(options)), *range(self.chosen + 1)]
        longer = self._typed + letter
        from_here = [self.chosen, *later]
        ways = (
            (longer, [at for at in from_here if options[at].startswith(longer)]),
            (letter, [at for at in later if options[at].startswith(letter)]),
            ("", [at for at in from_here if letter in options[at]]),
        )
        self._typed, found = next(((typed, found) for typed, found in ways if found), ("", [self.chosen]))
        self.chosen = found[0]

    def click(self, cell: int) -> None:
        """Choose the option drawn at a cell."""
        start = 2
        for at, option in enumerate(self.field.options):
            end = start + cells(option) + 2
            if start <= cell < end:
                self.chosen = at
            start = end + _OPTION_GAP

    def draw(self, width: int, ink: Palette, *, here: bool) -> list[Strokes]:
        """Return the label with its hint, the value, and what is wrong with it."""
        name = Span(self.field.label, Tone.STRONG if here else Tone.PLAIN)
        label: Line = (Span("▸ " if here else "  ", Tone.ACCENT), name)
        hint = (*label, Span(f"  {self.field.hint}", Tone.MUTED)) if self.field.hint else label
        lines = [strokes(hint if line_width(hint) <= width else label, width, ink), self._value(width, ink, here=here)]
        if self.error:
            lines += [strokes(line, width, ink) for line in wrapped((Span(f"  ✖ {self.error}", Tone.BAD),), width)]
        elif here and line_width(hint) > width:
            lines += [strokes(line, width, ink) for line in wrapped((Span(f"  {self.field.hint}", Tone.MUTED),), width)]
        return lines

    def _value(self, width: int, ink: Palette, *, here: bool) -> Strokes:
        indent = Segment("  ", ink.style(Tone.PLAIN))
        room = max(1, width - 2)
        if not self.field.options:
            return [indent, *draw_editor(self.editor, room, ink, focused=here)]
        if sum(cells(option) + 2 + _OPTION_GAP for option in self.field.options) - _OPTION_GAP > room:
            number = f"{self.chosen + 1} of {len(self.field.options)}"
            return strokes((Span(f"  ◂ {self.value} ▸  ", Tone.STRONG), Span(number, Tone.MUTED)), width, ink)
        out = [indent]
        for option in self.field.options:
            chosen = option == self.value
            style = ink.band(Tone.INFO, strong=True) if chosen else ink.style(Tone.MUTED, Ground.PANEL)
            out += [
                Segment(f"[{option}]" if chosen else f" {option} ", style),
                Segment(" " * _OPTION_GAP, ink.style(Tone.PLAIN)),
            ]
        return filled(out[:-1], width, ink.style(Tone.PLAIN))
