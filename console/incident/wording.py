"""Pure: words that make a bad action item, read from text, and what would be a better form. It refuses nothing."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from console.incident.toml_source import TomlSource

_ANYWHERE = r"(?<!\w)"
_VERB = r"(?:^|(?<!\w)(?:to|should|must|will|and|we|please|also|better) )"


class Weak(NamedTuple):
    """Words after which nobody can say when something is done, and what to write instead."""

    words: tuple[str, ...]
    better: str


def parse_weak(text: str, file: str) -> tuple[Weak, ...]:
    """Read the list without a mistake; Refused with every one."""
    source = TomlSource(text, file)
    source.check_keys(source.data, ("weak",))
    found = []
    for index, values in enumerate(source.tables("weak", "there are no words; expected [[weak]] tables.")):
        source.check_keys(values, Weak._fields, "weak", index)
        words, better = values.get("words"), source.text_of(values, "better", "weak", index)
        if not isinstance(words, list) or not words or not all(isinstance(each, str) and each for each in words):
            source.wrong(f"'words' is {words!r}; expected a list of texts.", "weak", index, "words")
            continue
        found.append(Weak(tuple(each.lower() for each in words), better))
    return source.whole(tuple(found))


def hint_of(text: str, weak: Sequence[Weak]) -> str:
    """Return what would make an action item of this text better, "" where nothing in it is weak.

    The words that stand first in it count. A single word is only weak as the verb: at the beginning, or after "to",
    "should" and the like; "a monitor" is a thing.
    """
    plain = " ".join(text.lower().split())
    found = [
        (hit.start(), word, each.better)
        for each in weak
        for word in each.words
        if (hit := re.search(rf"{_ANYWHERE if ' ' in word else _VERB}{re.escape(word)}(?!\w)", plain)) is not None
    ]
    if not found:
        return ""
    _, word, better = min(found, key=lambda each: (each[0], -len(each[1])))
    return f"'{word}': when is that done? {better[:1].upper()}{better[1:]}."
