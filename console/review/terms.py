"""Pure: words of the log as readers of a document know them. What programs read keeps the log's own."""

import re

_NAMES = {
    "TTD": "time to detect (TTD)",
    "TTA": "time to acknowledge (TTA)",
    "TTM": "time to mitigate (TTM)",
    "TTR": "time to restore (TTR)",
}
_STAMP = re.compile(r"\b([a-z]+)_at\b")
_STAMPS = {"started": "its beginning"}


def metric_name(name: str) -> str:
    """Return "time to detect (TTD)" for "TTD"."""
    return _NAMES.get(name, name)


def stamps(text: str) -> str:
    """Return "its beginning to detected" for "started_at to detected_at"."""
    return _STAMP.sub(lambda found: _STAMPS.get(found[1], found[1]), text)


def kind_name(kind: str) -> str:
    """Return "action item" for "action_item.changed": what happened to it stands beside."""
    return kind.partition(".")[0].replace("_", " ")
