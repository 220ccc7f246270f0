"""A form: a few fields asked for at once, with what is wrong said beside each."""

from collections.abc import Callable, Mapping, Sequence

from widgets.dialog.answering import Answering
from widgets.dialog.field import FieldState
from widgets.dialog.sheet import DialogSheet
from widgets.editor import edit
from widgets.paint import Strokes, strokes, wrapped
from widgets.style import Palette
from widgets.values import Field, KeyHint, Line

Validator = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From the answers by field name to the errors by field name; no error accepts the form."""
Advice = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From the answers so far to what stands beside fields, by field name; asked whenever the form is drawn."""


class FormDialog(Answering[dict[str, str] | None]):
    """Asks for the values of fields. Esc answers None and hands what was typed to `keep`."""

    def __init__(  # noqa: PLR0913 - all that a form may have
        self,
        title: str,
        fields: Sequence[Field],
        *,
        validate: Validator | None = None,
        keep: Callable[[dict[str, str]], None] | None = None,
        intro: Sequence[Line] = (),
        submit: str = "save",
        context: Line = (),
        advise: Advice | None = None,
    ) -> None:
        super().__init__()
        self._keep = keep
        self.sheet = _FormSheet(title, fields, tuple(intro), submit, validate or (lambda _: {}), self._answered)
        self.sheet.context, self.sheet.advise = context, advise

    def _answered(self, answers: dict[str, str], accepted: bool) -> None:  # noqa: FBT001 - the other half of the answer
        if not accepted and self._keep is not None:
            self._keep(answers)
        self.answer(answers if accepted else None)


class _FormSheet(DialogSheet):
    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        intro: tuple[Line, ...],
        submit: str,
        validate: Validator,
        answer: Callable[[dict[str, str], bool], object],
    ) -> None:
        super().__init__(title)
        self._fields = [FieldState(field) for field in fields]
        self._intro = intro
        self._submit = submit
        self._validate = validate
        self._answer = answer
        self._at = 0
        self._lines: list[tuple[int, int]] = []
        self.advise: Advice | None = None

    def answers(self) -> dict[str, str]:
        """Return what the fields hold."""
        return {state.field.name: state.value for state in self._fields}

    def body(self, width: int, ink: Palette) -> list[Strokes]:
        lines = [strokes(line, width, ink) for whole in self._intro for line in wrapped(whole, width)]
        if lines:
            lines.append(strokes((), width, ink))
        self._lines = []
        advice = {} if self.advise is None else self.advise(self.answers())
        for number, state in enumerate(self._fields):
            start = len(lines)
            if state.field.name in advice:
                state.field = state.field._replace(hint=advice[state.field.name])
            lines += state.draw(width, ink, here=number == self._at)
            self._lines.append((start, len(lines) - 1))
            if number < len(self._fields) - 1:
                lines.append(strokes((), width, ink))
        return lines

    def sought(self) -> tuple[int, int] | None:
        return self._lines[self._at] if self._lines else None

    def buttons(self) -> tuple[KeyHint, ...]:
        last = self._at == len(self._fields) - 1
        if last:
            return KeyHint("enter", self._submit), KeyHint("esc", "cancel")
        return KeyHint("enter", "next"), KeyHint("^s", self._submit), KeyHint("esc", "cancel")

    def pressed(self, key: str, character: str | None) -> bool:
        state = self._fields[self._at]
        if key in {"escape", "esc"}:
            self._answer(self.answers(), False)  # noqa: FBT003 - not accepted
        elif key in {"ctrl+s", "^s"} or (key == "enter" and self._at == len(self._fields) - 1):
            self._accept()
        elif key in {"enter", "tab", "down"}:
            self._at = (self._at + 1) % len(self._fields)
        elif key in {"shift+tab", "up"}:
            self._at = (self._at - 1) % len(self._fields)
        elif state.field.options:
            return state.turn(key, character)
        else:
            state.error = ""
            return edit(state.editor, key, character)
        return True

    def _accept(self) -> None:
        """Accept the form, or say what is wrong and go to the first wrong field."""
        answers = self.answers()
        errors = {
            state.field.name: "is needed"
            for state in self._fields
            if state.field.required and not answers[state.field.name].strip()
        } or dict(self._validate(answers))
        for state in self._fields:
            state.error = errors.get(state.field.name, "")
        wrong = [number for number, state in enumerate(self._fields) if state.error]
        if wrong:
            self._at = wrong[0]
        elif not errors:
            self._answer(answers, True)  # noqa: FBT003 - accepted

    def pasted(self, text: str) -> None:
        self._fields[self._at].editor.insert(text)

    def clicked(self, line: int, cell: int) -> None:
        for number, (first, last) in enumerate(self._lines):
            if first <= line <= last:
                self._at = number
                self._fields[number].click(cell)
