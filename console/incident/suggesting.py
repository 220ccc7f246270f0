"""Pure: what usually follows from a cause, read from text: drafts of action items, until a person takes one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from console.incident.errors import Refused
from console.incident.factors import CONTRIBUTING, TRIGGER, accepted_factors
from console.incident.follow_up import HORIZONS, TYPES
from console.incident.record import Incident
from console.incident.toml_source import TomlSource
from console.suggestion import did_you_mean

SOURCE = "suggestion:"
"""Begins the source of an action item that was a suggestion."""


class Suggestion(NamedTuple):
    """A draft of an action item, for the causes and factors with one of these tags."""

    id: str
    tags: tuple[str, ...]
    text: str
    type: str = ""
    horizon: str = ""

    @property
    def source(self) -> str:
        """What stands as the source of an action item that was made of it."""
        return f"{SOURCE}{self.id}"


class Draft(NamedTuple):
    """A suggestion for one incident, and the causes and categories for which it is made."""

    suggestion: Suggestion
    because: tuple[str, ...]


def tags_of(incident: Incident) -> tuple[str, ...]:
    """Return the causes that were accepted, each once: the one of the incident, then those of its accepted factors."""
    found = (tag for factor in accepted_factors(incident.factors, CONTRIBUTING, TRIGGER) for tag in factor.tags)
    return tuple(dict.fromkeys(filter(None, (incident.cause, *found))))


def marks_of(incident: Incident) -> tuple[str, ...]:
    """Return by what suggestions are found: the accepted causes, then the categories of accepted factors."""
    factors = accepted_factors(incident.factors, CONTRIBUTING, TRIGGER)
    return tuple(dict.fromkeys((*tags_of(incident), *(each.category.casefold() for each in factors))))


def drafts(rules: Sequence[Suggestion], incident: Incident) -> tuple[Draft, ...]:
    """Return what the rules suggest for an incident, without what was taken already, in the order of the rules."""
    taken = {each.source for each in incident.action_items.values()}
    tags = marks_of(incident)
    made = (Draft(each, tuple(tag for tag in tags if tag in each.tags)) for each in rules if each.source not in taken)
    return tuple(each for each in made if each.because)


def draft_of(found: Sequence[Draft], asked: str) -> Draft:
    """Return the draft of this number (from 1) or id; Refused with those that there are."""
    plain = asked.strip().lower()
    for number, each in enumerate(found, 1):
        if plain in {str(number), each.suggestion.id}:
            return each
    names = [each.suggestion.id for each in found]
    known = f"Suggestions: {', '.join(names)}." if names else "Nothing is suggested."
    raise Refused(f"'{asked.strip()}' is no suggestion{did_you_mean(plain, names)} {known}")


def parse_suggestions(text: str, file: str) -> tuple[Suggestion, ...]:
    """Read the rules without a mistake; Refused with every one, each with file and line."""
    source = TomlSource(text, file)
    return source.whole(read_suggestions(source))


def read_suggestions(source: TomlSource) -> tuple[Suggestion, ...] | None:
    """Read the rules as far as they can be read; a rule that is wrong is left out. None where none is left."""
    source.check_keys(source.data, ("suggestions",))
    found: list[Suggestion] = []
    for index, values in enumerate(
        source.tables("suggestions", "there are no rules; expected [[suggestions]] tables.")
    ):
        rule = _rule(source, values, index)
        if rule is not None and rule.id in [each.id for each in found]:
            source.wrong(f"id '{rule.id}' occurs twice.", "suggestions", index, "id")
        elif rule is not None:
            found.append(rule)
    return tuple(found) or None


def _rule(source: TomlSource, values: Mapping[str, Any], index: int) -> Suggestion | None:
    at = ("suggestions", index)
    source.check_keys(values, Suggestion._fields, *at)
    tags = values.get("tags")
    if not isinstance(tags, list) or not tags or not all(isinstance(each, str) and each for each in tags):
        source.wrong(f"'tags' is {tags!r}; expected a list of tags like [\"deploy\"].", *at, "tags")
        tags = []
    name, text = source.text_of(values, "id", *at), source.text_of(values, "text", *at)
    kind, horizon = source.one_of(values, "type", TYPES, *at), source.one_of(values, "horizon", HORIZONS, *at)
    return Suggestion(name.lower(), tuple(tags), text, kind, horizon) if name and text and tags else None
