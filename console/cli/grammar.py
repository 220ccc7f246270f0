"""Reads the command line: the options that every command knows, and one parser for the one command that is meant."""

import os
import re
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from console.cli.catalogue import COMMANDS, FAMILIES, GROUPS, OTHERWISE
from console.cli.desk import Desk, UsageError
from console.suggestion import nearest

VALUED = {
    "--config": ("FILE", "read this configuration"),
    "--log-dir": ("DIR", "keep the log here"),
    "--user": ("NAME", "who you are in the log"),
    "--theme": ("NAME", "colours of the console"),
}
READ_ONLY = "look, and write nothing"
_AGO = re.compile(r"-\d[\dsmhdin]*$")


class Verb(NamedTuple):
    """What a command is to the command line: an example, its arguments, and what it does (returns the exit status)."""

    example: str
    run: Callable[[Namespace, Desk], int]
    arguments: Callable[[ArgumentParser], None] = lambda _parser: None
    tail: bool = False
    """Whether what stands behind `--` is a command line of its own, in `args.tail`."""


class Asked(NamedTuple):
    """What the command line says: a command ("" is the console itself, "log" alone a family) and the other words."""

    command: str
    words: list[str]


class _Help(RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse itself would import a module for this at every argument."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=_width())


class Parser(ArgumentParser):
    """An argparse parser whose errors are one sentence and a way on, and whose help begins with an example."""

    lead = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What argparse takes for a negative number it takes for a value: -5m and -1h30m are values too.
        self._negative_number_matcher = _AGO

    def error(self, message: str) -> NoReturn:
        """Leave with a sentence instead of a page of usage."""
        raise UsageError(f"{self.prog}: {message}. Try: {self.prog} --help")

    def format_help(self) -> str:
        """Put the sentence and the example first."""
        return f"{self.lead}{super().format_help()}"


def find(command: str) -> Verb:
    """Import the module of this command, and no other."""
    module = import_module(f"console.cli.{COMMANDS[command].module}")
    verbs: dict[str, Verb] = module.VERBS
    return verbs[command]


def split(argv: Sequence[str]) -> Asked:
    """Find the command among the options; what stands before it is kept for its parser."""
    words = list(argv)
    skip = False
    for index, word in enumerate(words):
        if skip or word.startswith("-"):
            skip = not skip and word in VALUED
            continue
        rest = words[:index] + words[index + 1 :]
        verb = words[index + 1] if index + 1 < len(words) else ""
        if word in FAMILIES and f"{word} {verb}" in COMMANDS:
            return Asked(f"{word} {verb}", words[:index] + words[index + 2 :])
        return Asked(word, rest)
    return Asked("", words)


def parse(asked: Asked, verb: Verb) -> Namespace:
    """Parse the words of one command."""
    listed = COMMANDS[asked.command]
    parser = Parser(
        prog=f"warroom {asked.command}",
        allow_abbrev=False,
        formatter_class=_Help,
        epilog="--config, --log-dir, --user and --read-only work here too: warroom --help",
    )
    parser.lead = f"{listed.line}.\n\n{_indented(verb.example)}\n\n"
    verb.arguments(parser)
    add_global(parser, hidden=True)
    words, tail = asked.words, list[str]()
    if verb.tail and "--" in words:
        cut = words.index("--")
        words, tail = words[:cut], words[cut + 1 :]
    parser.set_defaults(tail=tail)
    return parser.parse_args(words)


def parse_bare(words: Sequence[str]) -> Namespace:
    """Parse a command line without a command."""
    parser = Parser(prog="warroom", allow_abbrev=False, add_help=False, formatter_class=_Help)
    add_global(parser, hidden=True)
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("-V", "--version", action="store_true")
    return parser.parse_args(words)


def add_global(parser: ArgumentParser, *, hidden: bool) -> None:
    """Add the options that every command knows."""
    for option, (metavar, sentence) in VALUED.items():
        parser.add_argument(option, metavar=metavar, default="", help=SUPPRESS if hidden else sentence)
    parser.add_argument("--read-only", action="store_true", help=SUPPRESS if hidden else READ_ONLY)


def unknown(command: str) -> UsageError:
    """Return the error for a command that is not there."""
    if command in FAMILIES:
        verbs = [name for name in COMMANDS if name.startswith(f"{command} ")]
        return UsageError(f"warroom {command}: say which: {', '.join(f'warroom {name}' for name in verbs)}")
    near = OTHERWISE.get(command.lower()) or nearest(command, (*COMMANDS, *FAMILIES))
    hint = f" Did you mean: warroom {near}?" if near else ""
    return UsageError(f"warroom: there is no command '{command}'.{hint} All commands: warroom --help")


def overview() -> str:
    """Return the help of the whole program."""
    lines = [
        "warroom - the console for the person who leads an outage",
        "",
        "  warroom                                    open the console on this machine",
        '  warroom declare "Checkout fails" --severity SEV1',
        '  warroom note "web rolled back to 2.4.0" --at -5m',
    ]
    for group, commands in GROUPS.items():
        wide = max(15, *(len(name) for name in commands))
        lines += ["", group, *(f"  {name:<{wide}} {listed.line}" for name, listed in commands.items())]
    lines += ["", "Options, before or after a command"]
    lines += [f"  {f'{option} {metavar}':<15} {sentence}" for option, (metavar, sentence) in VALUED.items()]
    lines += [f"  {'--read-only':<15} {READ_ONLY}", f"  {'--version':<15} print the version"]
    lines += ["", "Each command explains itself: warroom note --help"]
    return "\n".join(lines)


def family_help(family: str) -> str:
    """Return the help of `warroom log` or `warroom config`."""
    verbs = {name: listed for name, listed in COMMANDS.items() if name.startswith(f"{family} ")}
    return "\n".join(f"  warroom {name:<15} {listed.line}" for name, listed in verbs.items())


@cache
def _width() -> int:
    try:
        return max(40, min(100, os.get_terminal_size(sys.stdout.fileno()).columns - 2))
    except (OSError, ValueError):
        return 78


def _indented(example: str) -> str:
    return "\n".join(f"  $ {line}" for line in example.splitlines())
