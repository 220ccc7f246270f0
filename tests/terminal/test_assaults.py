"""What the world throws at a console: noise on the keyboard, windows of no size, text that attacks the terminal."""

import random
import time

import pytest

from console.incident.clock import system_clock
from console.incident.events import Decided, Declared, Entry, Fact, HealthChanged, ItemSet, Noted, RoleAssigned
from console.journal.opening import Journal
from tests.fakes import Misbehaving
from tests.hostile import HOSTILE, leaks
from tests.terminal.driver import Terminal
from tests.terminal.stage import Stage, service

pytestmark = [pytest.mark.terminal, pytest.mark.xdist_group("terminal")]

_NOISE, _PIECE = 20_000, 10_000
_QUITS = b"qQD\x03\x11"  # q, ctrl+c, ctrl+q may end it, and D goes to a drill: they are not noise


def _leave(console: Terminal) -> None:
    """Close whatever is open until the room is there; an escape that is followed too soon is half of another key."""
    console.send("\x1b\\\x1b[201~")  # ends a sequence or a paste that has begun
    for _ in range(20):
        console.send("\x1b")
        time.sleep(0.35)
        if "Timeline" in console.text():
            return


def test_noise_on_the_keyboard_never_ends_the_console(stage: Stage) -> None:
    console = stage.console()
    noise = random.Random(2).randbytes(_NOISE).translate(None, _QUITS)
    for first in range(0, len(noise), _PIECE):
        for place in range(first, first + _PIECE, 200):
            console.send(noise[place : place + 200])
        _leave(console)
        assert console.running(), console.text()
    for _ in range(5):  # what the noise began may still be opening dialogs
        _leave(console)
        stage.write(console, "still here")
        console.quiet(1.0, timeout=1.0)
        if stage.recorded("note", "still here")():
            break
    assert stage.recorded("note", "still here")(), console.text()


@pytest.mark.parametrize(("opens", "answers"), [("T", "\r\r\r"), ("?", "\x1b[27u" * 3)])
def test_a_dialog_answered_thrice_in_a_burst_is_answered_once(stage: Stage, opens: str, answers: str) -> None:
    console = stage.console()
    console.send(opens)
    console.quiet(0.5, timeout=1.0)
    console.send(answers)
    console.quiet(0.5, timeout=1.0)
    assert console.running(), console.text()
    _leave(console)
    console.wait_for("Timeline")


def test_a_window_resized_to_nothing_and_back_shows_everything_again(stage: Stage) -> None:
    console = stage.console()
    for size in ((1, 1), (0, 0), (500, 200), (3, 2), (1, 50), (200, 1), (120, 36)):
        console.resize(*size)
        console.quiet(0.2, timeout=1.0)
        assert console.running(), size
    console.wait_for("Services", "Timeline", "Checklist")


def _attacks(text: str) -> list[Fact]:
    return [
        Noted(text),
        Decided(text, text),
        RoleAssigned("scribe", text, text),
        HealthChanged(text[:60], "ok", "down", text),
        ItemSet("item", text, "done", text),
    ]


def _attack(stage: Stage) -> None:
    """Write every attack into the log as a careless importer might: into titles, names and texts."""
    clock = system_clock
    journal = Journal.open(stage.log_dir, user="mallory", host="elsewhere", clock=clock, redact=str)
    made = journal.declare(
        lambda name: [Entry(Declared(" ".join(HOSTILE.values())[:4000], "SEV1", 0), "m", name)], clock()
    )
    incident = made.result(10)[0].incident
    for text in HOSTILE.values():
        clean = text.encode("utf-8", "replace").decode()
        for fact in _attacks(clean):
            journal.append(Entry(fact, clean[:200], incident)).result(10)
    assert journal.close(10)


def test_hostile_text_reaches_no_terminal(stage: Stage) -> None:
    _attack(stage)
    with Misbehaving() as server:
        hostile = service("h", server.url("hostile")) + service("g", server.url("garbage"))
        console = stage.console("--config", str(stage.config(hostile)), size=(200, 50))
        console.wait_for("SEV1")
        for keys in (
            "\t",
            "\x1b[5~",
            "\x1b[5~",
            "\x1b[H",
            "\r",
            "\x1b",
            "5",
            "\x1b",
            "6",
            "\x1b",
            "/",
            "note\r",
            "?",
            "\x1b",
        ):
            console.send(keys)
            console.quiet(0.15, timeout=0.4)
        pasted = "".join(HOSTILE[name] for name in ("clipboard", "title", "C1 CSI", "bidi override", "newlines"))
        console.send(f"n\x1b[200~{pasted}\x1b[201~")
        console.quiet(0.5, timeout=2.0)
        output = console.raw
    assert console.running()
    assert leaks(output) == []
    assert b"\x1b[?1049l" not in output
