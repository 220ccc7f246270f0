"""The command line: finds the one command that is meant, runs it, and says what went wrong in a sentence."""

import os
import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType

from console.cli.catalogue import COMMANDS, FAMILIES
from console.cli.desk import Desk, UsageError, process_streams
from console.incident.clock import system_clock
from console.incident.errors import Failed, Refused
from console.settings import SettingsError

REFUSED = 1
USAGE = 2
COULD_NOT = 3
INTERRUPTED = 130
NOBODY_READS = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the process: returns the exit status."""
    desk = Desk(os.environ, system_clock, process_streams())
    sys.excepthook = report = _crashed(desk)
    threading.excepthook = lambda told: report(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)
    try:
        status = run(sys.argv[1:] if argv is None else argv, desk)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes standard output once more at the end; with the reader gone that would be one more error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    return status if argv is not None else _leave(status)


def _leave(status: int) -> int:
    """End the process without the interpreter's clean-up: all is on the disk, and `warroom note` is 10 ms faster."""
    sys.stderr.flush()
    os._exit(status)


def _crashed(desk: Desk) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        from console.cli.crash import CrashReport

        CrashReport(lambda: desk.loaded().settings, desk.clock, desk.crashes)(kind, error, trace)

    return report


def run(argv: Sequence[str], desk: Desk) -> int:
    """Run one command line at this desk: returns the exit status."""
    try:
        status = _dispatch(argv, desk)
        desk.tell_ignored()
    except UsageError as error:
        desk.warn(error)
        return USAGE
    except SettingsError as error:
        for problem in error.problems:
            desk.warn(problem)
        desk.warn("Nothing was done. `warroom config check` checks the file; `warroom config example` shows one.")
        return USAGE
    except (Refused, Failed) as error:
        for line in str(error).splitlines() or [""]:
            desk.warn(f"warroom: {line}")
        return REFUSED if isinstance(error, Refused) else COULD_NOT
    return status


def _dispatch(argv: Sequence[str], desk: Desk) -> int:
    from console.cli import grammar

    asked = grammar.split(argv)
    if not asked.command:
        return _bare(asked.words, desk)
    if asked.command not in COMMANDS:
        if asked.command in FAMILIES and {"-h", "--help"} & set(asked.words):
            desk.show(grammar.family_help(asked.command))
            return 0
        raise grammar.unknown(asked.command)
    verb = grammar.find(asked.command)
    args = grammar.parse(asked, verb)
    desk.configure(args)
    return verb.run(args, desk)


def _bare(words: Sequence[str], desk: Desk) -> int:
    from console import __version__
    from console.cli import grammar, screen

    args = grammar.parse_bare(words)
    if args.help:
        desk.show(grammar.overview())
        return 0
    if args.version:
        desk.say(f"warroom {__version__}")
        return 0
    desk.configure(args)
    return screen.open_console(desk)
