import asyncio
import os
import threading
from pathlib import Path

import pytest

from checks.disks import Disk, Disks, Mount, Stalled, measure, worth_watching
from checks.host import HostCheck, HostLimits, judge
from checks.processes import Process, Processes, rows
from checks.sample import Quality, Reading, Status
from checks.source import Plan
from checks.vitals import Counters, rates, stalled_share
from tests.fakes import FakeClock

PLAN = Plan("host", timeout=4.0)
LIMITS = HostLimits()


async def test_this_host_tells_its_vitals_at_the_first_look() -> None:
    check = HostCheck(PLAN, FakeClock(11))
    sample = await check.probe()
    await check.aclose()
    assert sample.at == 11
    values = {reading.metric: reading.value for reading in sample.readings}
    assert 0 <= (values["cpu"] or 0) <= 1
    assert 0 < (values["memory_available"] or 0) < (values["memory_total"] or 0)
    assert {"swap_used", "load1", "cpus", "net_received", "net_errors"} <= values.keys()
    assert any(metric.startswith("disk:/") for metric in values)
    assert sample.rows[0] == ("top by", "process", "pid", "cpu", "memory")
    assert [row[0] for row in sample.rows].count("memory") == 5


async def test_how_busy_the_processor_is_while_this_program_starts_is_told_and_not_judged() -> None:
    check = HostCheck(PLAN, FakeClock(), limits=HostLimits(cpu_degraded=-1.0))
    first, second = await check.probe(), await check.probe()
    await check.aclose()
    assert any(reading.metric == "cpu" and reading.value is not None for reading in first.readings)
    assert "busy" not in first.reason
    assert "busy" in second.reason


async def test_pressure_is_told_where_the_kernel_tells_it_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "io").write_text(
        "some avg10=9.00 avg60=72.50 avg300=1.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"
    )
    check = HostCheck(PLAN, FakeClock(), pressure_folder=tmp_path)
    sample = await check.probe()
    await check.aclose()
    told = [reading for reading in sample.readings if reading.metric.startswith("pressure")]
    assert told == [Reading("pressure_io", 0.725, "ratio")]
    assert "tasks waited for io 72% of the last minute" in sample.reason


def test_pressure_in_another_form_is_an_error_and_no_number() -> None:
    for text in ("", "some total=1", "some avg60=x"):
        assert stalled_share("cpu", text).quality is Quality.ERROR


async def test_a_system_that_hangs_is_unknown_and_is_not_asked_again_until_it_answers() -> None:
    release = threading.Event()

    def hang() -> list[Mount]:
        release.wait(20)
        return []

    check = HostCheck(Plan("host", timeout=0.5), FakeClock(), list_mounts=hang)
    first, second = await check.probe(), await check.probe()
    release.set()
    await check.aclose()
    assert (first.status, first.reason) == (Status.UNKNOWN, "the system did not answer within 350 ms")
    assert second.reason == "the system does not answer: an earlier look has not come back"


# -- disks


async def test_a_mount_that_stalls_stalls_no_other_and_is_not_asked_again() -> None:
    release, asked = threading.Event(), []

    def ask(path: str) -> Disk | None:
        asked.append(path)
        if path == "/nfs":
            release.wait(20)
        return Disk(path, 0.5, None, 1.0)

    disks, mounts = Disks(ask), [Mount("/", "ext4"), Mount("/nfs", "nfs")]
    first, second = await disks.look(mounts, 0.1), await disks.look(mounts, 0.1)
    assert [type(each) for each in first] == [Disk, Stalled]
    assert [type(each) for each in second] == [Disk, Stalled]
    assert asked.count("/nfs") == 1
    release.set()
    while any(held.busy for held, _ in disks._silent.values()):  # noqa: ASYNC110 - it is a thread that is waited for
        await asyncio.sleep(0.01)
    assert [type(each) for each in await disks.look(mounts, 5.0)] == [Disk, Disk]


def test_pseudo_file_systems_and_further_mounts_of_a_device_are_left_out() -> None:
    found = [
        Mount("/proc", "proc", "proc"),
        Mount("/run", "tmpfs", "tmpfs"),
        Mount("/snap/core/1", "squashfs", "/dev/loop0"),
        Mount("/etc/hosts", "ext4", "/dev/sda1"),
        Mount("/", "ext4", "/dev/sda1"),
        Mount("/var/lib/docker/overlay2/x/merged", "overlay", "overlay"),
        Mount("/home", "nfs4", "files:/home"),
    ]
    assert [mount.path for mount in worth_watching(found)] == ["/", "/home"]


def test_the_root_of_a_container_is_watched() -> None:
    assert worth_watching([Mount("/", "overlay", "overlay")]) == [Mount("/", "overlay", "overlay")]


def test_a_mount_is_measured_as_df_does(tmp_path: Path) -> None:
    disk, found = measure(str(tmp_path)), os.statvfs(tmp_path)
    assert disk is not None
    assert 0 <= disk.used <= 1
    assert disk.free <= found.f_blocks * found.f_frsize
    assert measure(str(tmp_path / "gone")) is None


# -- what it means


def disk(used: float = 0.1, inodes: float | None = None) -> Disk:
    return Disk("/data", used, inodes, 1.0)


@pytest.mark.parametrize(
    ("found", "status", "reason"),
    [
        (disk(), Status.OK, ""),
        (disk(0.90), Status.OK, ""),
        (disk(0.95), Status.DEGRADED, "/data: 95.0% of its disk used"),
        (disk(0.98), Status.DOWN, "/data: 98.0% of its disk used"),
        (disk(0.1, 0.99), Status.DOWN, "/data: 99.0% of its inodes used"),
        (Stalled("/nfs", 42), Status.DEGRADED, "/nfs does not answer, since 42 s"),
    ],
)
def test_disks_are_judged_by_what_is_used(found: Disk | Stalled, status: Status, reason: str) -> None:
    assert judge((), [found], LIMITS) == (status, reason)


@pytest.mark.parametrize(
    ("share", "status"), [(0.5, Status.OK), (0.08, Status.DEGRADED), (0.01, Status.DOWN), (0.0, Status.DOWN)]
)
def test_memory_is_judged_by_what_is_available(share: float, status: Status) -> None:
    readings = (Reading("memory_available_ratio", share), Reading("memory_available", share * 2**33))
    assert judge(readings, (), LIMITS)[0] is status


def test_load_alone_and_missing_numbers_say_nothing() -> None:
    nothing = Reading("memory_available_ratio", None, "ratio", Quality.ERROR)
    assert judge((Reading("load1", 900.0), nothing), (), LIMITS) == (Status.OK, "")


def test_the_worst_reason_stands_first() -> None:
    status, reason = judge((Reading("cpu", 1.0),), [disk(0.99)], LIMITS)
    assert (status, reason) == (Status.DOWN, "/data: 99.0% of its disk used; processor: 100% busy")


def test_rates_are_made_of_two_looks() -> None:
    before = Counters(at=10, total=100, idle=80, received=1000, sent=0, errors=3)
    after = Counters(at=12, total=104, idle=81, received=5000, sent=10, errors=3)
    assert [reading.value for reading in rates(before, after)] == [0.75, 2000, 5, 0]


def test_a_counter_that_fell_is_no_data() -> None:
    before = Counters(10, 100, 80, 5000, 0, 0)
    found = rates(before, Counters(12, 100, 80, 7, 0, 0))
    assert [(reading.metric, reading.quality) for reading in found[:2]] == [
        ("cpu", Quality.NO_DATA),
        ("net_received", Quality.NO_DATA),
    ]


# -- processes


def test_the_top_processes_are_listed_by_processor_and_by_memory() -> None:
    found = [Process(n, f"p{n}", n / 10, (9 - n) << 20) for n in range(9)]
    table = rows(found)
    assert table[1] == ("cpu", "p8", "8", "80%", "1 MiB")
    assert [row[1] for row in table if row[0] == "memory"] == ["p0", "p1", "p2", "p3", "p4"]


def test_this_process_is_found_by_name_without_its_arguments() -> None:
    processes = Processes()
    assert processes.look() == ()
    found = {row[2]: row for row in processes.look()}
    assert "PYTEST" not in repr(found)
    assert len(found) > 1
