"""Reads what guides the search for help and what follows from it, what ships or the room's own file."""

from console.incident.action import VERBS
from console.incident.errors import WarroomError
from console.incident.investigation import Lookup, read_investigation
from console.incident.priors import Prior, parse_priors, read_priors
from console.incident.suggesting import Suggestion, parse_suggestions, read_suggestions
from console.incident.toml_source import TomlSource
from console.incident.tree import Tree, parse_tree, read_tree
from console.incident.wording import Weak, parse_weak
from console.present.evidence import PROBES
from console.settings import Settings
from console.wiring import shipped
from console.wiring.shipped import Tell, data_text, read_own, unheard


def tree(settings: Settings, tell: Tell = unheard) -> Tree:
    """Return the mitigation tree."""
    found = read_own(settings.tree, lambda source: read_tree(source, VERBS, PROBES), tell)
    return found or parse_tree(data_text("trees", "mitigation.toml"), "mitigation.toml", VERBS, PROBES)


def priors(settings: Settings, tell: Tell = unheard) -> tuple[Prior, ...]:
    """Return what usually is the cause."""
    return read_own(settings.priors, read_priors, tell) or parse_priors(data_text("", "priors.toml"), "priors.toml")


def investigation(settings: Settings, tell: Tell = unheard) -> tuple[Lookup, ...]:
    """Return what is to be looked at. Causes that own priors lack, or have wrong, sort nothing and are no mistake."""
    told: list[str] = []
    known = priors(settings, told.append)
    tags = None if told else [prior.tag for prior in known]
    found = read_own(settings.investigation, lambda source: read_investigation(source, PROBES, tags), tell)
    if found is not None:
        return found
    shipped = TomlSource(data_text("", "investigation.toml"), "investigation.toml")
    return shipped.whole(read_investigation(shipped, PROBES, None))


def suggestions(settings: Settings, tell: Tell = unheard) -> tuple[Suggestion, ...]:
    """Return what is suggested after which cause."""
    found = read_own(settings.suggestions, read_suggestions, tell)
    return found or parse_suggestions(data_text("", "suggestions.toml"), "suggestions.toml")


def weak_words() -> tuple[Weak, ...]:
    """Return the words that make a bad action item."""
    return parse_weak(data_text("", "weak_verbs.toml"), "weak_verbs.toml")


def mistakes(settings: Settings) -> tuple[str, ...]:
    """Return all that is wrong in the files that a configuration names, each once, and in the scheme what stops."""
    told: dict[str, None] = {}
    tell = told.setdefault
    try:
        shipped.scheme(settings, tell)
    except WarroomError as error:
        told.update(dict.fromkeys(str(error).splitlines()))
    shipped.chains(settings, tell)
    shipped.keys(settings, tell)
    shipped.checklists(settings, tell)
    shipped.classifier(settings, tell)
    for read in (tree, priors, investigation, suggestions):
        read(settings, tell)
    return tuple(told)
