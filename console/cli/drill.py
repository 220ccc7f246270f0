"""A drill: a simulated outage on this very console, and a score card at its end."""

import json
import random
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from console.cli.desk import Desk, UsageError
from console.cli.grammar import Verb
from console.cli.screen import NEEDS, no_terminal, usable_settings
from console.drill.sandbox import shut
from console.drill.scenario import Scenario
from console.incident.errors import Refused
from console.review.score_text import score_json, score_lines
from console.review.scoring import Score
from console.settings import Settings, SettingsError
from console.wiring import drill
from console.wiring.policies import POLICIES

_SLOWEST, _FASTEST = 0.1, 60.0
_SEEDS = 1_000_000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", default="", help="its name, or a file of your own")
    parser.add_argument("--seed", metavar="N", type=int, default=None, help="the same seed gives the same run")
    parser.add_argument("--speed", metavar="X", type=float, default=1.0, help="2: a minute lasts half of one")
    parser.add_argument("--list", action="store_true", help="the scenarios that there are")
    parser.add_argument("--auto", metavar="POLICY", default="", help=f"play without a screen: {', '.join(POLICIES)}")
    parser.add_argument("--table", action="store_true", help="play every scenario (or the named one) by every policy")
    parser.add_argument(
        "--score", metavar="DIR", nargs="?", const="", default=None, help="the card of the newest drill, or of that log"
    )
    parser.add_argument(
        "--join", metavar="DIR", nargs="?", const="", default=None, help="take part in the newest drill, as --user NAME"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def _drill(args: Namespace, desk: Desk) -> int:
    asked = (args.list, args.score is not None, args.join is not None, args.table, bool(args.auto))
    several = [name for name, on in zip(("--list", "--score", "--join", "--table", "--auto"), asked, strict=True) if on]
    if several[1:]:
        raise UsageError(f"warroom drill: {' and '.join(several)} are different things; ask for one of them")
    if args.scenario and (args.list or args.score is not None):
        raise UsageError(f"warroom drill: {several[0]} takes no scenario; leave {args.scenario} out")
    if args.list:
        return _list(desk, as_json=args.json)
    if args.score is not None:
        return _score(args, desk)
    if args.table:
        found = [_found(args.scenario, desk)] if args.scenario else [drill.find(name) for name in drill.names()]
        return _table(desk, found, 1 if args.seed is None else args.seed, as_json=args.json)
    if args.auto:
        return _auto(args, desk)
    if not _SLOWEST <= args.speed <= _FASTEST:
        raise UsageError(f"warroom drill: --speed is from {_SLOWEST:g} to {_FASTEST:g}")
    named = _found(args.scenario, desk) if args.scenario else None
    if reason := no_terminal(desk):
        raise UsageError(f"warroom drill: {NEEDS}, and {reason}")
    if args.join is not None:
        return _join(args, desk)
    scenario = named or _chosen(desk)
    seed = random.randrange(_SEEDS) if args.seed is None else args.seed  # noqa: S311 - which drill it is
    return play(desk, usable_settings(desk), scenario, seed, args.speed, as_json=args.json)


def _join(args: Namespace, desk: Desk) -> int:
    """Take part in a drill that runs on this machine: another person at the same log."""
    from console.wiring.joining import join
    from console.wiring.room import run_console

    own = usable_settings(desk)
    joined = join(own, Path(args.join) if args.join else drill.newest(own))
    shut(joined.ports)
    run_console(joined.settings, desk.env, joined.clock)
    return 0


def _auto(args: Namespace, desk: Desk) -> int:
    """Play a drill without a screen; the exit status tells whether it was won."""
    policy = POLICIES.get(args.auto)
    if policy is None:
        raise UsageError(f"warroom drill: there is no policy {args.auto}; there are {', '.join(POLICIES)}")
    if not args.scenario:
        raise UsageError("warroom drill: --auto needs a scenario: warroom drill --list names them")
    if args.speed != 1.0:
        raise UsageError("warroom drill: --auto plays as fast as it goes; leave --speed out")
    from console.wiring.autoplay import play as play_alone

    card = play_alone(_found(args.scenario, desk), 1 if args.seed is None else args.seed, policy).card
    if args.json:
        desk.raw(json.dumps(score_json(card, args.auto), indent=2))
    else:
        for line in score_lines(card):
            desk.say(line)
    return 0 if card.resolved else 1


def _table(desk: Desk, found: Sequence[Scenario], seed: int, *, as_json: bool) -> int:
    """Print the minutes of impact of scenarios under every policy; "!": users were not well at its end."""
    if as_json:
        from console.wiring.autoplay import play as play_alone

        cards = (
            score_json(play_alone(scenario, seed, policy).card, policy_name)
            for scenario in found
            for policy_name, policy in POLICIES.items()
        )
        desk.raw(json.dumps(list(cards), indent=2))
        return 0
    desk.say(f"{'minutes of impact':17}" + "".join(f"{name:>15}" for name in POLICIES))
    for scenario in found:
        desk.say(f"{scenario.name:17}" + "".join(f"{cell(scenario, seed, policy):>15}" for policy in POLICIES))
    desk.say("! users were still not well when the drill ended")
    return 0


def cell(scenario: Scenario, seed: int, policy: str) -> str:
    """Return the minutes of impact of a scenario under a policy as the table has it: "40.9!"."""
    from console.wiring.autoplay import play as play_alone

    played = play_alone(scenario, seed, POLICIES[policy])
    return f"{played.impact / 60:.1f}{' ' if played.card.resolved else '!'}"


def _list(desk: Desk, *, as_json: bool) -> int:
    found = drill.described()
    if as_json:
        desk.raw(json.dumps([{"scenario": name, "title": title} for name, title in found], indent=2))
        return 0
    for name, title in found:
        desk.say(f"{name:16} {title}")
    return 0


def _score(args: Namespace, desk: Desk) -> int:
    """Print the score card of a drill that was played: also of one that a crash or a closed terminal ended."""
    own = desk.settings()
    folder = Path(args.score) if args.score else drill.newest(own)
    if not folder.is_dir():
        raise Refused(f"{folder} is no folder of a drill's log; those are in {own.log_dir / drill.FOLDER_OF_LOGS}.")
    return _tell(desk, drill.scored(drill.settings_of(own, folder)), as_json=args.json)


def _found(asked: str, desk: Desk) -> Scenario:
    """Return a scenario; every mistake of a file of one's own is told with its line."""
    try:
        return drill.find(asked)
    except SettingsError as error:
        for problem in error.problems:
            desk.warn(problem)
        raise UsageError("Nothing was begun. docs/drills.md shows a whole scenario.") from None


def _tell(desk: Desk, card: Score, *, as_json: bool) -> int:
    if as_json:
        desk.raw(json.dumps(score_json(card), indent=2))
    else:
        for line in score_lines(card):
            desk.say(line)
    return 0


def play(desk: Desk, own: Settings, scenario: Scenario, seed: int, speed: float, *, as_json: bool = False) -> int:
    """Run a drill in the full-screen console, and print its score card; returns the exit status."""
    from console.wiring.room import run_console

    with drill.opened(own, scenario, seed, speed, desk.clock) as running:
        shut(running.world.ports)
        run_console(running.settings, desk.env, running.world.clock)
    card = drill.scored(running.settings)
    with suppress(OSError):  # the terminal may be gone; the log has all of it
        _tell(desk, card, as_json=as_json)
        desk.warn(f"The log of this drill: {running.settings.log_dir}")
        desk.warn(f"See it again: warroom replay --log-dir {shlex.quote(str(running.settings.log_dir))}")
    return 0


def practise(desk: Desk) -> int:
    """Ask which drill it is to be, and run it: the console was left for that."""
    return play(desk, usable_settings(desk), _chosen(desk), random.randrange(_SEEDS), 1.0)  # noqa: S311 - which drill it is


def _chosen(desk: Desk) -> Scenario:
    """Ask which drill it is to be; what goes wrong in it is not told."""
    found = drill.described()
    desk.say("Which drill? Each begins on an ordinary afternoon; the trouble comes some minutes later.")
    for number, (_, title) in enumerate(found, 1):
        desk.say(f"  {number:2}  {title}")
    while True:
        desk.streams.stdout.write(f"A number from 1 to {len(found)}, or enter for any: ")
        desk.streams.stdout.flush()
        typed = desk.streams.stdin.readline()
        said = typed.strip()
        if not typed:
            raise Refused("no drill was chosen.")
        if not said:
            return drill.find(random.choice(found)[0])  # noqa: S311 - which drill it is
        if said.isdecimal() and 1 <= int(said) <= len(found):
            return drill.find(found[int(said) - 1][0])
        desk.say(f"There is no {said}.")


_EXAMPLES = """warroom drill
warroom drill bad-deploy --seed 7
warroom drill capacity --auto scale-first --json"""
VERBS = {"drill": Verb(_EXAMPLES, _drill, _arguments)}
