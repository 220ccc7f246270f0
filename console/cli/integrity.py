"""Commands that keep the log trustworthy: log verify, log backup, log sign, log erase."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from console.cli.desk import Desk
from console.cli.grammar import Verb

CHANGED = 1


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _verify(args: Namespace, desk: Desk) -> int:
    from console.journal.verify import verify

    settings = desk.settings_to_record()
    verdicts = verify(settings.log_dir)
    if args.json:
        import json

        desk.raw(json.dumps([verdict._asdict() for verdict in verdicts], indent=2))
    else:
        if not verdicts:
            desk.say(f"There is no log in {settings.log_dir} yet.")
        for verdict in verdicts:
            said = f"good, head {verdict.head[:12]}" if verdict.ok else verdict.problem
            where = "" if verdict.ok or not verdict.first_bad else f"  FIRST BAD EVENT {verdict.first_bad}"
            desk.say(f"{verdict.writer}  {verdict.events:,} events  {said}{where}")
    return 0 if all(verdict.ok for verdict in verdicts) else CHANGED


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("target", metavar="DIR", help="where the copies go")


def _backup(args: Namespace, desk: Desk) -> int:
    from console.journal.backup import backup

    made = backup(desk.settings_to_record().log_dir, Path(args.target))
    for path in made:
        desk.say(path)
    if not made:
        desk.say("There was nothing to copy.")
    return 0


VERBS = {
    "log verify": Verb("warroom log verify", _verify, _verify_arguments),
    "log backup": Verb("warroom log backup /mnt/safe/warroom", _backup, _backup_arguments),
}
