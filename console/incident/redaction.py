"""Pure: takes secrets out of text before it is logged, shown or exported."""

from collections.abc import Iterable

SHORTEST = 4


class Redactor:
    """Replaces known secret values, then what looks like a secret, by "[redacted]"."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        values = {value.strip() for value in known}
        self._known = sorted((value for value in values if len(value) >= SHORTEST), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for value in self._known:
            text = text.replace(value, "[redacted]")
        return text
