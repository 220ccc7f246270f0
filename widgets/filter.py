"""A line to type words in that narrow or search what is shown above it. It keeps its text on Enter."""

from widgets.prompt import Prompt


class FilterLine(Prompt):
    """A prompt whose text stays: Enter goes on with it, "" included."""

    def _submit(self) -> None:
        self.post_message(self.Submitted(self, self.text.strip()))
