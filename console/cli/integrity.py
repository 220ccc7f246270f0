"""Commands that keep the log trustworthy: log verify, log backup, log sign, log erase."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.incident.clock import utc_iso
from console.incident.errors import Refused
from console.wiring import log

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

    done = backup(desk.settings_to_record().log_dir, Path(args.target))
    for path in done.made:
        desk.say(path)
    for problem in done.problems:
        desk.warn(problem)
    if not done.made and not done.problems:
        desk.say("There was nothing to copy.")
    return CHANGED if done.problems else 0


def _sign_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--key", metavar="FILE", default="", help="your SSH key; otherwise ~/.ssh/id_ed25519")
    parser.add_argument("--output", "-o", metavar="FILE", default="", help="where the statement goes")
    parser.add_argument("--check", metavar="FILE", default="", help="check this signed statement against the log")
    parser.add_argument("--allowed", metavar="FILE", default="", help="with --check: the allowed_signers file")
    parser.add_argument("--signer", metavar="NAME", default="", help="with --check: who must have signed")


def _sign(args: Namespace, desk: Desk) -> int:
    from console.journal import signing

    settings = desk.settings_to_record()
    reader = log.open_log(settings)
    if args.check:
        if not args.allowed or not args.signer:
            message = "warroom log sign --check: --allowed FILE and --signer NAME are needed too"
            raise UsageError(message)
        wrong = signing.check(reader, Path(args.check), Path(args.allowed), args.signer)
        for sentence in wrong:
            desk.say(sentence)
        if not wrong:
            desk.say(f"The signature is good, and the log still holds what {args.signer} signed.")
        return CHANGED if wrong else 0
    now = desk.clock()
    key = Path(args.key or f"{desk.env.get('HOME', '')}/.ssh/id_ed25519")
    stamp = utc_iso(now)[:19].replace(":", "")
    target = Path(args.output or f"warroom-heads-{stamp}.txt")
    signature = signing.sign(reader, key, target, now)
    desk.say(target)
    desk.say(signature)
    return 0


def _erase_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="such as alice@host/12, one of your own")
    parser.add_argument("--because", metavar="WHY", required=True, help="the reason, which stays in the log")


def _erase(args: Namespace, desk: Desk) -> int:
    from console.journal.texts import erase

    settings = desk.settings_to_record()
    writer, _, number = args.event.rpartition("/")
    records = log.open_log(settings).records(writer=writer)
    record = next((each for each in records if str(each.found["seq"]) == number), None)
    large = {} if record is None else record.found.get("large", {})
    if not large:
        why = "there is no such event" if record is None else "it holds no large text; small ones cannot be erased"
        message = f"{args.event}: {why}."
        raise Refused(message)
    journal = log.open_journal(settings, desk.clock, desk.env)
    try:
        for own_hash in sorted(set(large.values())):
            erase(journal, own_hash, actor=settings.user, reason=args.because)
    finally:
        journal.close()
    desk.say(f"erased {len(set(large.values()))} large texts of {args.event}; its first characters stay in the event")
    desk.warn("Copies elsewhere (backups, exports) are not reached.")
    return 0


VERBS = {
    "log verify": Verb("warroom log verify", _verify, _verify_arguments),
    "log backup": Verb("warroom log backup /mnt/safe/warroom", _backup, _backup_arguments),
    "log sign": Verb(
        "warroom log sign\nwarroom log sign --check heads.txt --allowed allowed_signers --signer alice",
        _sign,
        _sign_arguments,
    ),
    "log erase": Verb('warroom log erase alice@host/12 --because "a customer\'s address"', _erase, _erase_arguments),
}
