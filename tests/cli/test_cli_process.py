"""The command as a process: what it imports, how it ends, and that nothing it prints can end it."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

HEAVY = ("asyncio", "textual", "rich", "httpx", "dns", "sqlite_utils", "psutil", "tomllib", "importlib.resources")
PROGRAM = "import sys; from console.cli import main; sys.exit(main())"


def _env(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    known = {"HOME": str(folder), "USER": "alice", "PATH": os.environ["PATH"], "WARROOM_LOG_DIR": str(folder / "log")}
    return known | dict(more or {})


def _warroom(
    folder: Path, *argv: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", PROGRAM, *argv]
    return subprocess.run(command, input=stdin, capture_output=True, env=_env(folder, env), timeout=20, check=False)


def test_a_note_imports_nothing_heavy(tmp_path: Path) -> None:
    _warroom(tmp_path, "declare", "x")
    program = (
        "import sys; from console.cli import main; status = main(['note', 'x']);"
        f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(status)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, env=_env(tmp_path), timeout=20, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == b"[]"


def test_exit_statuses_reach_the_shell(tmp_path: Path) -> None:
    assert _warroom(tmp_path, "note", "x").returncode == 1
    assert _warroom(tmp_path, "nonsense").returncode == 2
    assert _warroom(tmp_path).returncode == 2
    assert _warroom(tmp_path, "status").returncode == 0


def test_bytes_that_are_no_text_end_no_command(tmp_path: Path) -> None:
    _warroom(tmp_path, "declare", "x")
    done = _warroom(tmp_path, "note", "-", stdin=b"before \xff\xfe\x00 after")
    assert done.returncode == 0, done.stderr
    assert "before ��".encode() in _warroom(tmp_path, "status").stdout


def test_a_terminal_without_the_characters_ends_no_command(tmp_path: Path) -> None:
    _warroom(tmp_path, "declare", "Zahlung kaputt ✖")
    done = _warroom(tmp_path, "status", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert b"\\u2716" in done.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -c '{PROGRAM}' config example | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=_env(tmp_path), timeout=20, check=False)
    assert done.stderr == b""
    assert done.stdout.strip() in {b"0", b"141"}


def test_an_interrupt_is_exit_130_and_quiet(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "note", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_env(tmp_path)
    ) as process:
        assert process.stdin is not None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.7)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_crash_shows_a_sentence_and_keeps_the_traceback_private(tmp_path: Path) -> None:
    program = (
        "import sys, console.cli as c\n"
        "def broken(*args): secret = 'hunter2-value'; raise KeyError('\\x1b]0;title')\n"
        "c._dispatch = broken\n"
        "sys.exit(c.main(['status']))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, env=_env(tmp_path), timeout=20, check=False)
    assert done.returncode == 1
    assert done.stdout == b""
    shown = done.stderr.decode()
    assert "KeyError" in shown
    assert "\x1b" not in shown
    assert "Traceback" not in shown
    (file,) = (tmp_path / "log").glob("crash-*.txt")
    assert file.stat().st_mode & 0o777 == 0o600
    assert str(file) in shown
    assert "Traceback" in file.read_text()
