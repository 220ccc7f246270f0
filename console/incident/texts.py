"""Pure: texts that people give us, made fit for the log: no lone surrogates, no NUL, not endless."""

from console.incident.errors import Refused

LONGEST_TITLE = 200
LONGEST_TEXT = 65_536


def clean_title(text: str) -> tuple[str, str]:
    """Return (title, notice): one line without control characters; the notice says what was changed, or is "".

    Refused where nothing is left or where it is longer than 200 characters.
    """
    from unicodedata import category

    shown = (" " if char.isspace() else char for char in _storable(text))
    kept = "".join(char for char in shown if category(char) not in {"Cc", "Cf"} or char in "\u200c\u200d")
    title = " ".join(kept.split())
    if not title:
        message = "The title is empty. Say in a few words what is broken."
        raise Refused(message)
    if len(title) > LONGEST_TITLE:
        message = f"The title has {len(title)} characters; at most {LONGEST_TITLE} fit. Put the rest into a note."
        raise Refused(message)
    return title, "" if title == text.strip() else "Control characters and line breaks were taken out of the title."


def clean_text(text: str, what: str = "note") -> str:
    """Return a text as the log keeps it, stripped; Refused where it is empty or over 65,536 characters."""
    stored = _storable(text).strip()
    if not stored:
        message = f"The {what} is empty; nothing was written."
        raise Refused(message)
    if len(stored) > LONGEST_TEXT:
        message = f"The {what} has {len(stored)} characters; at most {LONGEST_TEXT} fit. Attach the rest as a file."
        raise Refused(message)
    return stored


def clean_optional(text: str, what: str = "reason") -> str:
    """The same for a text that may be empty."""
    return clean_text(text, what) if text.strip() else ""


def _storable(text: str) -> str:
    return text.replace("\0", "\u2400").encode("utf-8", "replace").decode("utf-8")
