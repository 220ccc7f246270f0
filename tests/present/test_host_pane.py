"""This machine in a few lines."""

from dataclasses import replace

from checks.sample import Quality, Reading, Sample, Status
from console.present.host import host_table
from tests.incident.story import START
from tests.present.scene import MINUTE, SECOND, cells, notes, row, snapshot, source
from widgets.values import TableValue, Tone

READINGS = (
    Reading("cpu", 0.76, "ratio"),
    Reading("cpus", 2, "count"),
    Reading("load1", 1.5, "count"),
    Reading("memory_available_ratio", 0.08, "ratio"),
    Reading("memory_available", 2.5e9, "bytes"),
    Reading("swap_used", 1.5e9, "bytes"),
    Reading("pressure_cpu", 0.25, "ratio"),
    Reading("disk:/", 0.2, "ratio"),
    Reading("disk_free:/", 80e9, "bytes"),
    Reading("inodes:/", 0.8, "ratio"),
    Reading("net_received", 1500, "bytes/s"),
    Reading("net_sent", 0, "bytes/s"),
)
ROWS = (
    ("by", "name", "pid", "cpu", "memory"),
    ("cpu", "python", "7", "40%", "1 GiB"),
    ("memory", "java", "9", "1%", "3 GiB"),
)
HOST = Sample("host", START, Status.OK, readings=READINGS, rows=ROWS)


def shown(host: Sample | None = HOST, now: int = START, error: str = "") -> TableValue:
    """The pane."""
    return host_table(snapshot(host=host, sources=(source("host", error),)), now)


def test_before_the_first_look_the_pane_says_so() -> None:
    assert shown(None).empty[0].text == "first look ..."


def test_a_share_is_a_bar_and_a_number_coloured_by_how_full_it_is() -> None:
    table = shown()
    assert cells(table, "cpu") == ["cpu", "████████░░   76%", "load 1.50 of 2"]
    assert [row(table, key).cells[1].tone for key in ("cpu", "memory", "/")] == [Tone.WARN, Tone.BAD, Tone.OK]


def test_memory_counts_what_is_available_and_names_swap() -> None:
    assert cells(shown(), "memory") == ["memory", "█████████░   92%", "2.5GB free, swap 1.5GB"]


def test_inodes_are_named_when_they_run_out() -> None:
    assert cells(shown(), "/")[2] == "80GB free, inodes 80%"


def test_waiting_for_a_fifth_of_the_time_is_amber() -> None:
    assert row(shown(), "waits").cells[1] == ("cpu 25%", Tone.WARN)


def test_the_network_and_the_top_processes_have_their_lines() -> None:
    table = shown()
    assert cells(table, "net")[1] == "in 2kB/s  out 0B/s"
    assert [cells(table, key)[1] for key in ("top cpu", "top memory")] == ["python 40%", "java 3 GiB"]


def test_a_number_that_could_not_be_read_says_why() -> None:
    broken = replace(HOST, readings=(Reading("cpu", None, "ratio", Quality.ERROR, "permission denied"),))
    assert cells(shown(broken), "cpu")[1] == "permission denied"
    assert cells(shown(broken), "memory")[1] == "no data"


def test_an_old_look_carries_its_age_and_the_error_with_the_next_try() -> None:
    assert shown(now=START + 14 * SECOND).badge.text == "ok"
    table = shown(now=START + MINUTE, error="no answer within 4 s")
    assert table.badge == ("1m old", Tone.UNKNOWN)
    assert cells(table, "cpu")[1].endswith("76%")
    assert notes(table) == ["? host: answered 1m ago; no answer within 4 s; next try in 0s"]


def test_a_machine_that_is_looked_at_once_a_minute_is_not_old_after_a_minute() -> None:
    slow = source("host")._replace(interval=60.0)
    assert host_table(snapshot(host=HOST, sources=(slow,)), START + MINUTE).badge.text == "ok"
