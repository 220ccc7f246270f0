"""The command that says where to look: investigate. It looks at every check once, and reads the changes of the log."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from console.cli.changes import logged
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.logbook import Logbook
from console.cli.watching import judged_once
from console.incident.clock import utc_iso
from console.incident.state import State
from console.present.investigation import Looked, choices, investigation
from console.present.snapshot import FeedSeen, Snapshot
from console.settings import Settings
from console.wiring import guides
from console.wiring.shipped import known


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _investigate(args: Namespace, desk: Desk) -> int:
    settings = desk.settings(known())
    seen = seen_once(settings, Logbook(desk, settings).state(), desk)
    listed, priors = guides.investigation(settings, desk.ignored), guides.priors(settings, desk.ignored)
    found = investigation(seen, listed, priors, seen.at)
    if args.json:
        import json

        desk.raw(json.dumps([_document(each) for each in found], indent=2))
        return 0
    for row in choices(found, seen.at):
        desk.say(row.label)
        desk.say(f"    {row.detail}")
    return 0


def seen_once(settings: Settings, state: State, desk: Desk) -> Snapshot:
    """Return what can be seen without a console: every check looked at once, and the changes that consoles wrote."""
    samples, services, now = judged_once(settings, desk)
    names = [*(each.shown for each in settings.clusters), *(each.name for each in settings.repositories)]
    return Snapshot(
        now,
        state,
        tuple(services),
        next((sample for sample in samples if sample.check == "host"), None),
        feeds=tuple(FeedSeen(name, "only what consoles wrote is known") for name in names),
        changes=tuple(logged(settings, state)),
        ready=True,
    )


def _document(each: Looked) -> dict[str, object]:
    findings: Sequence[dict[str, object]] = [
        {"text": one.text, "tone": one.tone, "since": None if one.since is None else utc_iso(one.since)}
        for one in each.evidence.findings
    ]
    prior = each.prior
    return {
        "id": each.lookup.id,
        "title": each.lookup.title,
        "track": each.lookup.track,
        "known": each.evidence.known,
        "findings": findings,
        "note": each.evidence.note,
        "by_hand": each.lookup.hand,
        "looked_at_by": None if each.ticked is None else each.ticked.by,
        "prior": None
        if prior is None
        else {"cause": prior.prior.tag, "percent": prior.percent, "own_incidents": prior.n, "fix": prior.prior.fix},
    }


VERBS = {"investigate": Verb("warroom investigate\nwarroom investigate --json", _investigate, _arguments)}
