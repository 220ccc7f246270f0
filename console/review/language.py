"""Pure: hints at blame, hindsight and what never happened, in what people wrote. It changes no text."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.errors import Refused
from console.review.keep import parts_at

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_CODE = re.compile(r"`[^`]*`")
_WORDS_BETWEEN = 3
"""So many words may stand between a name and what its bearer is said to have done."""


class Rule(NamedTuple):
    """Words to hint at: what they are a sign of, and the better question; `person` counts them only behind a name."""

    kind: str
    words: tuple[str, ...]
    ask: str
    person: bool = False


class Hint(NamedTuple):
    """A sentence that may be put better: where it stands, which words, and the question to ask instead."""

    line: int
    part: str
    kind: str
    words: str
    sentence: str
    ask: str


def rules(found: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules of a parsed data file; Refused where one of them is not one."""
    try:
        return tuple(
            Rule(str(each["kind"]), tuple(map(str, each["words"])), str(each["ask"]), bool(each.get("person", False)))
            for each in found["hint"]
        )
    except (KeyError, TypeError) as error:
        raise Refused(f"The rules of the language check are damaged: {error} is missing.") from error


def hints(document: str, wanted: Sequence[Rule], people: Collection[str] = ()) -> tuple[Hint, ...]:
    """Return what is found in the parts of a Markdown document that people wrote, in the order of its lines."""
    patterns = [(rule, _pattern(rule, people)) for rule in wanted]
    return tuple(
        Hint(number, part, rule.kind, found[0], sentence, rule.ask)
        for part, number, sentence in _sentences(document)
        for rule, pattern in patterns
        if pattern is not None and (found := pattern.search(_CODE.sub(" ", sentence)))
    )


def _sentences(document: str) -> Iterator[tuple[str, int, str]]:
    """Yield (part, line, sentence) of what people wrote; what stands in a block of code is no sentence."""
    for part, first, body in parts_at(document):
        fenced = False
        for number, line in enumerate(body.splitlines(), first):
            if line.lstrip().startswith(("```", "~~~")):
                fenced = not fenced
            elif not fenced:
                yield from ((part, number, sentence.strip(" |>*-#")) for sentence in _SENTENCES.split(line) if sentence)


def _pattern(rule: Rule, people: Collection[str]) -> re.Pattern[str] | None:
    words = "|".join(map(re.escape, sorted(rule.words, key=len, reverse=True)))
    if not rule.person:
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    if not people:
        return None
    names = "|".join(map(re.escape, sorted(people, key=len, reverse=True)))
    return re.compile(rf"\b(?:{names})\b(?:\s+\w+){{0,{_WORDS_BETWEEN}}}?\s+(?:{words})\b", re.IGNORECASE)
