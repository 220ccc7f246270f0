"""Commands as evidence: both streams, the exit code as a fact, deadlines, limits, and nothing left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.evidence.running import Limits, Ran, run
from console.evidence.store import Store
from console.incident.errors import Failed, Refused

LIMITS = Limits(20, 1 << 20)


def sh(store: Store, script: str, limits: Limits = LIMITS, **more: object) -> Ran:
    env = {"PATH": os.environ["PATH"], "API_TOKEN": "s3cret", "WANTED": "yes"}
    return run(store, ["sh", "-c", script], env, limits, **more)  # type: ignore[arg-type]


def content(store: Store, ran: Ran) -> bytes:
    return b"".join(store.blocks(ran.output.sha256))


def test_output_and_errors_are_kept_apart_and_a_failure_is_a_fact(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ran = sh(store, "echo out; echo err >&2; exit 7")
    assert content(store, ran) == b"out\n"
    assert ran.errors is not None
    assert b"".join(store.blocks(ran.errors.sha256)) == b"err\n"
    assert (ran.code, ran.remarks) == (7, ())
    assert ran.program.endswith("/sh")
    assert "sha256:" in ran.version


def test_a_silent_command_has_no_errors_and_an_empty_output(tmp_path: Path) -> None:
    ran = sh(Store(tmp_path), "true")
    assert (ran.output.size, ran.errors, ran.code) == (0, None, 0)


def test_tokens_of_the_environment_do_not_go_on_unless_they_are_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert b"s3cret" not in content(store, sh(store, "env"))
    assert b"WANTED=yes" in content(store, sh(store, "env", also=["WANTED"]))


def test_past_its_deadline_it_is_ended_and_what_came_by_then_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ran = sh(store, "echo begun; sleep 600 & echo $!; wait", Limits(0.5, 1 << 20))
    begun, child = content(store, ran).split()
    assert begun == b"begun"
    assert ran.code < 0
    assert "did not end within 0.5 s" in ran.remarks[0]
    assert not _runs(int(child))


def test_past_its_limit_it_is_ended_and_the_rest_is_cut_off(tmp_path: Path) -> None:
    ran = sh(Store(tmp_path), "yes", Limits(20, 100_000))
    assert ran.output.size == 100_000
    assert "more than 100,000 bytes" in ran.remarks[0]
    assert len(ran.remarks) == 1


def test_what_it_leaves_running_is_ended_with_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    ran = sh(store, "sleep 600 & echo $!")
    assert not _runs(int(content(store, ran)))
    assert "held its output open" in ran.remarks[0]
    assert ran.code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_ends_this_program_ends_the_command_too_and_leaves_nothing_half(tmp_path: Path, number: int) -> None:
    script = (
        "import os, pathlib, sys; from console.evidence.running import Limits, run; "
        "from console.evidence.store import Store; "
        "run(Store(pathlib.Path(sys.argv[1])), ['sh', '-c', 'echo $$; exec sleep 600'], os.environ, Limits(600, 9999))"
    )
    half = tmp_path / "evidence" / "half"
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) as ours:
        until = time.monotonic() + 30
        while not (said := b"".join(each.read_bytes() for each in half.glob("*"))).endswith(b"\n"):
            assert time.monotonic() < until
            time.sleep(0.01)
        assert _runs(int(said))
        ours.send_signal(number)
        assert ours.wait(30) == 128 + number
    assert not _runs(int(said))
    assert list(half.iterdir()) == []


def test_what_only_a_shell_understands_and_what_is_not_there_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(Refused, match="for a shell"):
        run(store, ["ls", "|", "wc"], os.environ, LIMITS)
    with pytest.raises(Failed, match="There is no program no-such-program"):
        run(store, ["no-such-program"], os.environ, LIMITS)
    script = tmp_path / "script"
    script.write_text("no header")
    script.chmod(0o700)
    with pytest.raises(Failed, match="could not be started"):
        run(store, [str(script)], os.environ, LIMITS)
    assert list(store.files()) == []


def test_bytes_that_are_no_text_are_kept_as_they_are(tmp_path: Path) -> None:
    store, raw = Store(tmp_path), bytes(range(256)) * 50
    ran = run(
        store, [sys.executable, "-c", "import sys; sys.stdout.buffer.write(bytes(range(256)) * 50)"], os.environ, LIMITS
    )
    assert content(store, ran) == raw


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in {"Z", "X"}
