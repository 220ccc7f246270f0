"""The command that checks all that warroom stands on: terminal, Python, log, configuration and sources."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import NamedTuple

from checks.sample import Status
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.cli.screen import no_terminal
from console.incident.errors import WarroomError
from console.settings import ONE_MORE_LINE, Settings
from console.wiring import shipped

WAL_FIXED = (3, 51, 3)
TOOLS = {"ssh-keygen": "`warroom log sign`", "systemctl": "watching systemd units", "git": "following repositories"}
SIGNS = {"ok": "ok   ", "note": "note ", "bad": "BAD  "}


class Finding(NamedTuple):
    """One thing that was looked at: "ok", "note" (works, but know this) or "bad"."""

    sign: str
    about: str
    text: str


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _doctor(args: Namespace, desk: Desk) -> int:
    loaded = desk.loaded(shipped.known())
    findings = [*_terminal(desk), *_python(), *_configuration(desk), *_log(loaded.settings)]
    findings += [*_tools(desk), *_people(loaded.settings, desk)]
    findings += [*_sources(loaded.settings, desk), *_followed(loaded.settings, desk)]
    if args.json:
        import json

        desk.raw(json.dumps([finding._asdict() for finding in findings], indent=2))
    else:
        width = max(len(finding.about) for finding in findings)
        for finding in findings:
            desk.say(f"{SIGNS[finding.sign]} {finding.about:<{width}}  {finding.text}")
    return int(any(finding.sign == "bad" for finding in findings))


def _terminal(desk: Desk) -> Iterator[Finding]:
    env, reason = desk.env, no_terminal(desk)
    yield Finding("note" if reason else "ok", "terminal", f"no console here: {reason}" if reason else _size())
    colours = env.get("COLORTERM") or ("256" if "256color" in env.get("TERM", "") else "16 or fewer")
    says_no = ", NO_COLOR is set" if env.get("NO_COLOR") else ""
    yield Finding("ok", "colours", f"{colours} (TERM {env.get('TERM') or 'not set'}){says_no}")
    encoding = desk.streams.stdout.encoding or "unknown"
    fine = encoding.lower().replace("-", "") == "utf8"
    text = encoding if fine else f"{encoding}: signs and names may be spoilt; set LANG to a UTF-8 locale"
    yield Finding("ok" if fine else "bad", "text", text)


def _size() -> str:
    try:
        size = os.get_terminal_size(sys.stderr.fileno())
    except (OSError, ValueError):
        return "its size is unknown"
    small = " (small: 80x24 shows more)" if size.columns < 80 or size.lines < 24 else ""  # noqa: PLR2004 - as it says
    return f"{size.columns}x{size.lines}{small}"


def _python() -> Iterator[Finding]:
    import sqlite3

    yield Finding("ok", "python", sys.version.split()[0])
    found = sqlite3.sqlite_version
    old = sqlite3.sqlite_version_info < WAL_FIXED
    note = " (up to 3.51.2, two connections that write one WAL can lose commits; warroom opens one)" if old else ""
    yield Finding("ok", "sqlite", f"{found}{note}")


def _configuration(desk: Desk) -> Iterator[Finding]:
    from console.wiring.faults import faults

    loaded = desk.loaded(shipped.known())
    problems = faults(loaded.settings, desk.env, desk.clock)
    for problem in problems:
        yield Finding("bad", "configuration", problem)
    if not problems:
        path = loaded.settings.path
        yield Finding("ok", "configuration", str(path) if path else "none, and none is needed")
    if loaded.settings.bare:
        yield Finding("note", "services", f"none are watched; one line watches one: {ONE_MORE_LINE}")


def _log(settings: Settings) -> Iterator[Finding]:
    from console.cli.log_folder import look

    try:
        yield from (Finding(*found) for found in look(settings.log_dir))
    except WarroomError as error:
        yield Finding("bad", "log", str(error))


def _tools(desk: Desk) -> Iterator[Finding]:
    """Tell of the programs that some things need; none is needed to run an incident."""
    from shutil import which

    for name, use in TOOLS.items():
        path = which(name, path=desk.env.get("PATH"))
        yield Finding("ok", name, path) if path else Finding("note", name, f"not found: {use} will not work")


def _people(settings: Settings, desk: Desk) -> Iterator[Finding]:
    """Tell who is on call, and that nobody is paged by a program."""
    from console.wiring.oncall import lookup

    for duty in lookup(settings, desk.env, desk.clock).now():
        told = duty.told(desk.clock())
        text = f"{duty.person or 'nobody'}, {told}{f': {duty.problem}' if duty.problem else ''}"
        yield Finding("ok" if duty.person and not duty.problem else "note", "on call", text)
    if settings.escalation is not None:
        yield Finding("note", "escalation", "nothing is sent: each step shows whom to telephone, and the number")


def _sources(settings: Settings, desk: Desk) -> Iterator[Finding]:
    from console.cli.watching import look_once
    from console.wiring.checks import build_checks

    for sample in look_once(build_checks(settings, desk.clock, desk.env), desk.clock):
        sign = {Status.OK: "ok", Status.DEGRADED: "note"}.get(sample.status, "bad")
        said = f"{sample.status}, {sample.reason}" if sample.reason else f"{sample.status}"
        yield Finding(sign, sample.check, f"{said} ({sample.took * 1000:,.0f} ms, {sample.source or 'no source'})")


def _followed(settings: Settings, desk: Desk) -> Iterator[Finding]:
    from console.cli.followed import look

    yield from (Finding(*found) for found in look(settings, desk))


VERBS = {"doctor": Verb("warroom doctor", _doctor, _arguments)}
