"""Opens the room of a moment that is over; without a screen it prints where the incident stood then."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import gettempdir

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.screen import NEEDS, no_terminal, usable_settings
from console.cli.status import status_lines
from console.incident.clock import utc_iso
from console.settings import Settings


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("incident", nargs="?", metavar="INC", default="", help="its id, or the end of it: 002")
    parser.add_argument("--at", metavar="TIME", default="", help="begin there: 14:32, -5m (before the end), +10m, end")
    parser.add_argument("--speed", metavar="N", type=int, default=0, help="play at once, N times as fast as it was")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help="print where it stood then, and open no screen")
    form.add_argument("--md", action="store_true", help="the same as Markdown")
    form.add_argument("--json", action="store_true", help="the same as JSON")


def _replay(args: Namespace, desk: Desk) -> int:
    from console.replay.cassette import cassette
    from console.wiring import replay

    printed = args.text or args.md or args.json
    if not printed and (reason := no_terminal(desk)):
        raise UsageError(f"warroom replay: {NEEDS}, and {reason}. `warroom replay --at 14:32 --text` needs none")
    settings = usable_settings(desk)
    incident = replay.find(settings, args.incident)
    tape = cassette(settings.log_dir, desk.clock, incident.id, args.at, args.speed)
    if printed:
        return _print(args, desk, settings, incident.id)
    desk.crashes = Path(gettempdir())  # not even a crash may write beside the log
    replay.run_replay(settings, desk.env, tape)
    return 0


def _print(args: Namespace, desk: Desk, settings: Settings, incident: str) -> int:
    """Print where an incident stood at a moment; without one, in the end."""
    from console.review.brief import brief_json, brief_markdown
    from console.wiring.secrets import redactor
    from console.wiring.then import brief_then

    made, asked = brief_then(settings, desk.clock, incident, args.at or "end")
    redact = redactor(settings, desk.env)
    if made is None:
        desk.warn(f"{incident} was not declared by {utc_iso(asked)[:19]}Z.")
        return 1
    if args.json:
        import json

        desk.raw(json.dumps({"as_of": utc_iso(made.now), "incident": brief_json(made, redact)}, indent=2))
    elif args.md:
        desk.raw(brief_markdown(made, redact))
    else:
        desk.say(f"REPLAY  as of {utc_iso(made.now)[:19]}Z, as it was known then")
        for line in status_lines(made):
            desk.say(line)
    return 0


_EXAMPLES = """warroom replay INC-20261121-001
warroom replay 001 --at 14:32
warroom replay --speed 10
warroom replay 001 --at 14:32 --text"""
VERBS = {"replay": Verb(_EXAMPLES, _replay, _arguments)}
