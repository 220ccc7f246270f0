"""Reads what guides the search for help, what ships or the room's own file; it costs more imports than a note may."""

from pathlib import Path

from console.incident.action import VERBS
from console.incident.investigation import Lookup, parse_investigation
from console.incident.priors import Prior, parse_priors
from console.incident.tree import Tree, parse_tree
from console.present.evidence import PROBES
from console.settings import Settings
from console.wiring.shipped import data_text, read_text


def tree(settings: Settings) -> Tree:
    """Return the mitigation tree."""
    return parse_tree(*_text(settings.tree, "trees", "mitigation.toml"), VERBS, PROBES)


def priors(settings: Settings) -> tuple[Prior, ...]:
    """Return what usually is the cause."""
    return parse_priors(*_text(settings.priors, "", "priors.toml"))


def investigation(settings: Settings) -> tuple[Lookup, ...]:
    """Return what is to be looked at."""
    tags = [prior.tag for prior in priors(settings)]
    return parse_investigation(*_text(settings.investigation, "", "investigation.toml"), PROBES, tags)


def _text(own: Path | None, folder: str, name: str) -> tuple[str, str]:
    """Return the text of the room's own file, else of the one that ships, and what it is called."""
    return (data_text(folder, name), name) if own is None else (read_text(own), str(own))
