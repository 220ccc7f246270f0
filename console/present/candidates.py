"""Pure: what may be worth a hypothesis, from what the log and the panes know already, ranked. It names no cause.

A candidate is something that was changed before the onset, or that is seen to be wrong; each with what speaks for and
against it. What sorts them is a count of that, and is no probability.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.incident.clock import MINUTE, short_span
from console.incident.events import Instant
from console.incident.priors import Learned
from console.incident.record import Incident
from console.incident.references import AGAINST, FOR, Triples
from console.incident.state import State
from console.present.investigation import Looked
from console.signals.changes import SeenChange, can_be_cause, is_near, ranked
from widgets.text import safe_text
from widgets.values import Choice, Tone

MOST = 8
"""Candidates that are shown: more of them suggest nothing."""
_AT_ONCE = 10 * MINUTE
_CHANGES = "recent changes"
"""The track of the list of what to look at that only repeats the changes."""

_TAGS: Mapping[str, str] = {
    **dict.fromkeys(("rollout", "restart", "helm", "commit", "tag"), "deploy"),
    **dict.fromkeys(("config", "secret", "policy"), "config"),
    **dict.fromkeys(("node", "network", "autoscaler", "scale"), "capacity"),
}
"""Which cause a kind of change would be: where priors know it, they help to sort."""


class Ground(NamedTuple):
    """Something that speaks for a candidate, or against it; `event` "" where it is seen and not in the log."""

    side: str
    text: str
    event: str = ""
    weight: int = 1


class Ailing(NamedTuple):
    """A service that is not well since `at`; `event` says so, "" where that is not known."""

    service: str
    word: str
    at: Instant
    event: str = ""


class Candidate(NamedTuple):
    """Something that may be worth a hypothesis. `key` names what it was made from; `taken` the hypothesis it became."""

    key: str
    text: str
    grounds: tuple[Ground, ...]
    component: str = ""
    test: str = ""
    taken: str = ""

    @property
    def points(self) -> int:
        """How much more speaks for it than against it: it sorts, and means nothing else."""
        return sum(each.weight if each.side == FOR else -each.weight for each in self.grounds)

    @property
    def evidence(self) -> Triples:
        """What of it is in the log, as a hypothesis keeps it."""
        return tuple((each.side, each.event, each.text) for each in self.grounds if each.event)


def candidates(
    state: State,
    incident: Incident,
    changes: Iterable[SeenChange],
    ailing: Sequence[Ailing],
    looked: Sequence[Looked],
    priors: Sequence[Learned],
) -> list[Candidate]:
    """Return the candidates, what most speaks for first; `looked` may be empty where nothing can be looked at now."""
    by_tag = {each.prior.tag: each for each in priors}
    taken = {each.source: each.id for each in incident.hypotheses.values() if each.source}
    before = [each for each in ranked(changes, incident.since, incident.since) if can_be_cause(each.at, incident.since)]
    found = [_changed(each, state, incident, ailing, by_tag.get(_TAGS.get(each.what, ""))) for each in before]
    found += [_seen(each) for each in looked if each.evidence.findings and each.lookup.track != _CHANGES]
    named = [each._replace(taken=taken.get(each.key, "")) for each in found if each.key]
    return sorted(named, key=lambda each: -each.points)[:MOST]


def _changed(
    each: SeenChange, state: State, incident: Incident, ailing: Sequence[Ailing], prior: Learned | None
) -> Candidate:
    name = each.target.rpartition("/")[2]
    grounds = (
        *_when(each, incident),
        *_whose(each, name, ailing),
        *_undone(each, state, incident),
        *_usual(prior),
    )
    component = name if any(one.service == name for one in ailing) else each.target
    return Candidate(each.event, each.text, grounds, component, _test(prior))


def _when(each: SeenChange, incident: Incident) -> Iterator[Ground]:
    far = incident.since - each.at
    what = "the onset" if incident.started_at is not None else "the declaration"
    told = f"{short_span(far)} before {what}" if far > 0 else f"at the time of {what}"
    if is_near(each.at, incident.since):
        yield Ground(FOR, told, each.event, 3 if far <= _AT_ONCE else 2)
    else:
        yield Ground(AGAINST, f"only {told}: others were nearer, or nothing was wrong for so long", each.event)


def _whose(each: SeenChange, name: str, ailing: Sequence[Ailing]) -> Iterator[Ground]:
    """Say whether what was changed is what is not well, and which was first."""
    for one in ailing:
        if one.service == name and one.at >= each.at - MINUTE:
            yield Ground(FOR, f"{one.service} was {one.word} after it", one.event, 2)
        elif one.service == name:
            told = f"{one.service} was {one.word} {short_span(each.at - one.at)} before it"
            yield Ground(AGAINST, told, one.event, 3)


def _undone(each: SeenChange, state: State, incident: Incident) -> Iterator[Ground]:
    """Say what came of taking it back, where somebody did."""
    for deed in state.actions.values():
        if deed.incident != incident.id or deed.verb != "rollback" or deed.target != each.target or deed.at < each.at:
            continue
        if deed.step == "improved":
            yield Ground(FOR, f"{deed.verb} of {deed.target}: improved", weight=4)
        elif deed.step in {"unchanged", "worse"}:
            yield Ground(AGAINST, f"{deed.verb} of {deed.target}: {deed.step}", weight=4)


def _usual(prior: Learned | None) -> Iterator[Ground]:
    if prior is not None:
        told = f"prior {prior.percent} % ({prior.prior.tag}), n={prior.n} own incidents"
        yield Ground(FOR, told, weight=2 if prior.percent >= 25 else 1)  # noqa: PLR2004 - as often as anything is


def _test(prior: Learned | None) -> str:
    return "" if prior is None else f"{prior.prior.fix}, for a part of it: does it get better?"


def _seen(each: Looked) -> Candidate:
    """Return a candidate from what is seen now; nothing of it is in the log, so the words stand in its text."""
    first = each.evidence.findings[0].text
    grounds = [Ground(FOR, finding.text) for finding in each.evidence.findings]
    if each.lookup.track == "symptoms":
        grounds.append(Ground(AGAINST, "it may as well be what follows from the cause", weight=2))
    return Candidate(
        each.lookup.tick,
        f"{each.lookup.title}: {first}",
        (*grounds, *_usual(each.prior)),
        "",
        _test(each.prior),
    )


def told(each: Candidate) -> list[str]:
    """Return what speaks for a candidate, and then what against it, each as a sentence."""
    sides = ((FOR, "for"), (AGAINST, "against"))
    lines = [
        f"{word}: {one.text}{f' [{one.event}]' if one.event else ''}"
        for side, word in sides
        for one in each.grounds
        if one.side == side
    ]
    return [*lines, *([] if any(one.side == AGAINST for one in each.grounds) else ["against: nothing known"])]


def choices(found: Iterable[Candidate]) -> list[Choice]:
    """Return the candidates as rows; a row's key is theirs."""
    return [
        Choice(
            each.key,
            safe_text(f"{each.taken} · {each.text}" if each.taken else f"? {each.text}", 200),
            safe_text(" · ".join(told(each)), 900),
            Tone.MUTED if each.taken else Tone.PLAIN,
        )
        for each in found
    ]
