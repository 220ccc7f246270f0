import os
import shutil
import time
from pathlib import Path

import pytest

from checks.sample import Sample, Status
from checks.source import Plan
from checks.systemd import SystemdCheck
from tests.fakes import FakeClock

PLAN = Plan("units", timeout=3.0)


def systemctl(folder: Path, script: str) -> dict[str, str]:
    """Put a fake systemctl into `folder` and return the environment in which it is found."""
    program = folder / "systemctl"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}:{os.defpath}", "SECRET": "hunter2"}


def block(name: str, active: str, sub: str, result: str = "success", **more: str) -> str:
    found = {"Id": name, "LoadState": "loaded", "ActiveState": active, "SubState": sub, "Result": result} | more
    return "\n".join(f"{key}={value}" for key, value in ({"NRestarts": "0", "Type": "simple"} | found).items())


async def look(folder: Path, *blocks: str) -> Sample:
    (folder / "said").write_text("\n\n".join(blocks) + "\n")
    env = systemctl(folder, f"cat {folder}/said")
    units = tuple(f"u{index}" for index in range(len(blocks)))
    return await SystemdCheck(PLAN, units, FakeClock(), env=env).probe()


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        (block("u0", "active", "running"), Status.OK, ""),
        (
            block("u0", "inactive", "dead", LoadState="not-found"),
            Status.UNKNOWN,
            "u0.service: not found: there is no such unit here",
        ),
        (block("u0", "inactive", "dead"), Status.DOWN, "u0.service: inactive (dead): it is stopped"),
        (
            block("u0", "failed", "failed", "exit-code", ExecMainStatus="203"),
            Status.DOWN,
            "u0.service: failed: exit-code (status 203)",
        ),
        (block("u0", "failed", "failed", "oom-kill"), Status.DOWN, "u0.service: failed: oom-kill"),
        (block("u0", "activating", "start-pre"), Status.DEGRADED, "u0.service: activating (start-pre)"),
        (
            block("u0", "activating", "auto-restart", "exit-code", NRestarts="7"),
            Status.DEGRADED,
            "u0.service: activating (auto-restart, after 7 restarts)",
        ),
        (block("u0", "inactive", "dead", Type="oneshot"), Status.OK, ""),
        (block("u0", "inactive", "dead", LoadState="masked"), Status.DOWN, "u0.service: masked: it cannot be started"),
    ],
)
async def test_each_state_of_a_unit_is_told_apart(tmp_path: Path, said: str, status: Status, reason: str) -> None:
    sample = await look(tmp_path, said)
    assert (sample.status, sample.reason) == (status, reason)


async def test_several_units_are_asked_in_one_call_and_the_worst_speaks(tmp_path: Path) -> None:
    sample = await look(
        tmp_path,
        block("u0", "active", "running", NRestarts="2"),
        block("u1", "failed", "failed", "timeout"),
        block("u2", "activating", "start"),
    )
    assert (sample.status, sample.reason) == (Status.DOWN, "u1.service: failed: timeout (and 1 more of 3 units)")
    assert sample.rows[0] == ("unit", "state", "restarts")
    assert sample.rows[1] == ("u0.service", "active (running)", "2")
    restarts = sample.reading("restarts")
    assert restarts is not None
    assert restarts.value == 2


async def test_a_unit_that_restarted_since_the_last_look_is_degraded_once(tmp_path: Path) -> None:
    env = systemctl(tmp_path, f"cat {tmp_path}/said")
    check = SystemdCheck(PLAN, ("web.service",), FakeClock(), env=env)
    seen = []
    for count in ("4", "6", "6"):
        (tmp_path / "said").write_text(block("web.service", "active", "running", NRestarts=count))
        seen.append(((sample := await check.probe()).status, sample.reason))
    assert seen == [
        (Status.OK, ""),
        (Status.DEGRADED, "web.service: restarted 2 times since the last look"),
        (Status.OK, ""),
    ]


async def test_units_are_data_and_never_options(tmp_path: Path) -> None:
    env = systemctl(tmp_path, f'printf "%s\\n" "$@" > {tmp_path}/argv; env > {tmp_path}/env')
    await SystemdCheck(PLAN, ("--all", "x;id"), FakeClock(), env=env).probe()
    argv = (tmp_path / "argv").read_text().splitlines()
    assert argv[argv.index("--") + 1 :] == ["--all.service", "x;id.service"]
    assert "hunter2" not in (tmp_path / "env").read_text()
    assert "LC_ALL=C" in (tmp_path / "env").read_text()


@pytest.mark.parametrize(
    "script",
    [
        'echo "System has not been booted with systemd as init system (PID 1). Can\'t operate." >&2; exit 1',
        'echo "Failed to connect to bus: No such file or directory" >&2; exit 1',
    ],
)
async def test_no_systemd_is_said_so(tmp_path: Path, script: str) -> None:
    sample = await SystemdCheck(PLAN, ("web",), FakeClock(), env=systemctl(tmp_path, script)).probe()
    assert (sample.status, sample.reason) == (Status.UNKNOWN, "systemd is not running here")


async def test_no_systemctl_is_said_so(tmp_path: Path) -> None:
    sample = await SystemdCheck(PLAN, ("web",), FakeClock(), env={"PATH": str(tmp_path)}).probe()
    assert (sample.status, sample.reason) == (
        Status.UNKNOWN,
        "systemd is not running here: there is no systemctl",
    )


async def test_garbage_from_systemctl_is_unknown_and_shown_harmless(tmp_path: Path) -> None:
    env = systemctl(tmp_path, r"printf '\033]0;x\007\377' ; exit 3")
    sample = await SystemdCheck(PLAN, ("web",), FakeClock(), env=env).probe()
    assert sample.status is Status.UNKNOWN
    assert sample.reason == "systemctl ended with 3 and said: <1B>]0;x<07>\ufffd"


async def test_a_systemctl_that_talks_without_end_is_cut(tmp_path: Path) -> None:
    env = systemctl(tmp_path, "head -c 5000000 /dev/zero")
    sample = await SystemdCheck(PLAN, ("web",), FakeClock(), env=env).probe()
    assert sample.status is Status.UNKNOWN
    assert len(sample.reason) <= 200


async def test_a_systemctl_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    env = systemctl(tmp_path, f"trap '' TERM; sleep 60 & echo $! > {tmp_path}/child; wait; sleep 60")
    plan = Plan("units", timeout=0.5)
    sample = await SystemdCheck(plan, ("web",), FakeClock(), env=env).probe()
    assert (sample.status, sample.reason) == (Status.UNKNOWN, "systemctl did not end within 500 ms")
    assert _ends(Path("/proc") / (tmp_path / "child").read_text().strip())


def _ends(process: Path) -> bool:
    deadline = time.monotonic() + 10
    while _runs(process) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _runs(process)


def _runs(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(shutil.which("systemctl") is None, reason="needs a systemctl")
async def test_the_systemctl_of_this_machine_gives_an_answer_that_is_understood() -> None:
    unit = "there-is-no-such-unit-of-warroom"
    sample = await SystemdCheck(PLAN, (unit,), FakeClock(), env=dict(os.environ)).probe()
    assert sample.status is Status.UNKNOWN
    assert sample.reason in {
        "systemd is not running here",
        f"{unit}.service: not found: there is no such unit here",
    }
