"""Pictures of an outage: what was known and measured at a moment, and nothing later."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from checks.sample import Status
from console.incident.errors import Refused
from console.incident.events import Corrected, Entry, HealthChanged, Noted, StatusChanged
from console.incident.state import fold
from console.journal.matching import Match
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.replay.player import LOOK
from tests.fakes import FakeClock
from tests.replay.stage import BEGUN, END, INCIDENT, at, opened, outage, write_samples
from tests.room import MINUTE, NOW, write_story
from tests.screens.turning import Seconds


def summaries(log_dir: Path, keys: list[str]) -> list[str]:
    """What the events of a timeline say."""
    reader = LogReader(log_dir)
    try:
        return [row.text for row in reader.rows(keys)]
    finally:
        reader.close()


def test_the_room_of_a_moment_knows_what_was_recorded_by_then(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"))
    reader = LogReader(tmp_path / "log")
    events = list(reader.events())
    reader.close()
    for event in events:
        seen = at(player, event.recorded_at)
        known = [each for each in events if each.recorded_at <= event.recorded_at]
        assert seen.state == fold(known)
        assert seen.log.events == len(known)
        assert len(player.reel) == len(known)
    decided = next(event for event in events if event.fact.kind == "decision")
    before = at(player, decided.recorded_at - 1)
    assert before.incident is not None
    assert before.incident.status == "investigating"
    assert "decision" not in {mark.kind for mark in before.marks}
    assert "decision" in {mark.kind for mark in at(player, decided.recorded_at).marks}


def test_instruments_show_the_newest_numbers_of_then_with_their_age(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"))
    seen = at(player, END)
    api, web = (next(each for each in seen.services if each.service == name) for name in ("api", "web"))
    assert (api.status, api.since, api.reason) == (Status.DOWN, BEGUN, "6.1% of 24 probes failed")
    assert api.error_rate.value == pytest.approx(0.061)
    assert END - 5_000 <= api.at <= END
    assert web.status is Status.OK
    assert web.error_rate.value == 0.0
    assert "probes" in web.error_rate.source
    assert seen.host is not None
    assert {source.name: source.error for source in seen.sources} == {
        "api prometheus": "",
        "web http": "",
        "host": "",
    }


def test_charts_end_where_the_moment_is(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"))
    chart = at(player, BEGUN + 2 * MINUTE).charts[0]
    width = (chart.end - chart.start) / len(chart.points)
    later = [point for place, point in enumerate(chart.points) if chart.start + place * width > BEGUN + 2 * MINUTE]
    assert (chart.service, chart.metric) == ("api", "error_rate")
    assert not any(later)
    assert max(point or 0 for point in chart.points) == pytest.approx(0.061)
    calm = at(player, BEGUN).charts[0]
    assert sum((point or 0) > 0.01 for point in calm.points) <= 1


def test_what_nobody_looked_at_is_unknown(tmp_path: Path) -> None:
    write_story(tmp_path / "log")
    write_samples(tmp_path / "log", end=END - 8 * MINUTE)
    seen = at(opened(tmp_path / "log"), END)
    api = next(each for each in seen.services if each.service == "api")
    assert (api.status, api.reason) == (Status.UNKNOWN, "last looked at 8m before")
    assert {source.error for source in seen.sources} == {"it was last asked 8m before"}


def test_a_log_without_samples_shows_what_it_has(tmp_path: Path) -> None:
    write_story(tmp_path / "log")
    seen = at(opened(tmp_path / "log"), NOW)
    assert [(each.service, each.status) for each in seen.services] == [("api", Status.UNKNOWN)]
    assert seen.incident is not None


def test_a_correction_that_came_later_is_not_known_yet(tmp_path: Path) -> None:
    written = write_story(tmp_path / "log")
    told = next(event for event in written if event.fact.kind == "note")
    add(tmp_path / "log", NOW + MINUTE, Entry(Corrected(told.key, "503, not 502", NOW - 8 * MINUTE), "bob", INCIDENT))
    player = opened(tmp_path / "log")
    assert told.key not in at(player, NOW).state.corrections
    place = player.reel.find(told.key)
    assert at(player, NOW + MINUTE).state.corrections[told.key].text == "503, not 502"
    assert player.reel.find(told.key) != place


def test_the_incident_is_shown_also_where_it_is_over_and_not_before_it_was_declared(tmp_path: Path) -> None:
    write_story(tmp_path / "log")
    add(tmp_path / "log", NOW, Entry(StatusChanged("mitigating", "cancelled", "not one"), "alice", INCIDENT))
    player = opened(tmp_path / "log")
    over = at(player, NOW)
    assert over.incident is not None
    assert over.incident.status == "cancelled"
    assert at(player, player.transport.extent.begin).incident is None


def test_before_the_beginning_and_after_the_end_there_is_nothing_to_go_to(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"))
    extent = player.transport.extent
    assert at(player, 0).at == extent.begin == BEGUN
    assert at(player, NOW + 365 * 24 * 60 * MINUTE).at == extent.last
    assert not extent.live


def test_what_is_written_meanwhile_is_taken_in_and_a_live_incident_goes_on(tmp_path: Path) -> None:
    written, seconds = write_story(tmp_path / "log"), Seconds()
    player = opened(tmp_path / "log", seconds, start=lambda extent: extent.end, now=NOW)
    assert player.transport.extent.live
    add(tmp_path / "log", NOW, Entry(Noted("still here"), "bob", INCIDENT))
    seconds.now += LOOK + 0.1
    player.follow()
    assert player.picture().log.events == len(written) + 1
    player.stop()


def test_another_incident_of_the_log_can_be_chosen(tmp_path: Path) -> None:
    write_story(tmp_path / "log")
    from console.incident import commands
    from tests.room import SCHEME

    entries = commands.declare(
        fold(()), id="INC-20261121-002", title="Search is down", severity="SEV2", scheme=SCHEME, actor="bob", now=NOW
    )
    add(tmp_path / "log", NOW, *entries)
    player = opened(tmp_path / "log", incident=INCIDENT)
    player.choose("INC-20261121-002")
    player.follow()
    seen = at(player, NOW)
    assert seen.incident is not None
    assert seen.incident.title == "Search is down"


def test_a_filter_shows_what_matched_then(tmp_path: Path) -> None:
    player = opened(outage(tmp_path / "log"), start=lambda extent: extent.end)
    reel = player.filtered(Match(kinds=frozenset({"note"})))
    player.picture()
    assert len(reel) == 2
    at(player, BEGUN + 2 * MINUTE + 30_000)
    assert summaries(tmp_path / "log", reel.keys(0, 9)) == ["customers see 502 at payment [/x]"]
    assert player.filtered(None) is player.reel


def add(log_dir: Path, now: int, *entries: Entry) -> None:
    """Write as bob."""
    journal = Journal.open(log_dir, user="bob", host="host", clock=FakeClock(now), redact=str)
    journal.append_all(entries).result(20)
    assert journal.close(20)


def test_two_writers_with_skewed_clocks_are_replayed_as_each_wrote_it_down(tmp_path: Path) -> None:
    """Bob's clock is five minutes ahead: what he wrote is known when his clock said so."""
    written = write_story(tmp_path / "log")
    add(tmp_path / "log", NOW + 5 * MINUTE, Entry(HealthChanged("web", "ok", "down", "502"), "warroom"))
    add_as_alice(tmp_path / "log", NOW + MINUTE, Entry(HealthChanged("web", "down", "ok"), "warroom"))
    player = opened(tmp_path / "log")
    assert at(player, NOW + MINUTE).state.health["web"] == "ok"
    assert at(player, NOW + 5 * MINUTE).log.events == len(written) + 2
    reader = LogReader(tmp_path / "log")
    assert at(player, NOW + 5 * MINUTE).state == fold(reader.events())
    reader.close()


def add_as_alice(log_dir: Path, now: int, *entries: Entry) -> None:
    """Write as alice, who has not heard of bob's entries."""
    journal = Journal.open(log_dir, user="alice", host="host", clock=FakeClock(now), redact=str)
    journal.append_all(entries).result(20)
    assert journal.close(20)


def damage(log_dir: Path, seq: int, body: str) -> None:
    """Change the body of an event, as a bad disk would."""
    path = log_dir / "alice@host.events.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER events_no_update")
    connection.execute("UPDATE events SET body = ? WHERE seq = ?", (body, seq))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.mark.parametrize("body", ["", "{", '{"writer": 5}', "null", "\u001b[2J", '"text"'])
def test_a_damaged_event_is_named_and_skipped_and_the_rest_is_replayed(tmp_path: Path, body: str) -> None:
    outage(tmp_path / "log")
    damage(tmp_path / "log", 3, body)
    player = opened(tmp_path / "log")
    seen = at(player, NOW)
    assert seen.incident is not None
    assert seen.incident.acknowledged_at is None
    assert seen.incident.status == "mitigating"
    assert seen.log.problems == ("Event alice@host/3 is damaged and left out.",)
    player.prove()
    assert player.picture().log.chain == "broken"
    assert "alice@host/3 was changed" in player.picture().log.chain_detail


def test_a_file_that_is_cut_off_is_replayed_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    outage(tmp_path / "log")
    add(tmp_path / "log", NOW, *(Entry(Noted("x" * 500), "bob", INCIDENT) for _ in range(200)))
    path = tmp_path / "log" / "bob@host.events.db"
    path.write_bytes(path.read_bytes()[:20_000])
    seen = at(opened(tmp_path / "log"), NOW)
    assert seen.incident is not None
    assert "bob@host.events.db is damaged" in seen.log.problems[0]


def test_samples_that_are_no_samples_leave_the_rest_of_the_room(tmp_path: Path) -> None:
    outage(tmp_path / "log")
    path = tmp_path / "log" / "alice@host.samples.db"
    path.write_bytes(path.read_bytes()[:6_000])
    seen = at(opened(tmp_path / "log"), NOW)
    assert seen.incident is not None
    assert any("samples.db" in each for each in seen.log.problems)


def test_an_empty_log_and_an_unknown_incident_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no incident in"):
        opened(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
    write_story(tmp_path / "log")
    with pytest.raises(Refused, match="no incident is called or ends in '009'"):
        opened(tmp_path / "log", incident="009")


def pictured(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Every file with its content, time and mode."""
    return {
        file.name: (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
            file.stat().st_mode,
        )
        for file in folder.iterdir()
    }


@pytest.mark.parametrize("left", ["closed", "a -wal", "somebody writes"])
def test_a_replay_changes_no_byte_of_the_log(tmp_path: Path, left: str) -> None:
    outage(tmp_path / "log")
    journal = Journal.open(tmp_path / "log", user="bob", host="host", clock=FakeClock(NOW), redact=str)
    journal.append(Entry(Noted("in the write-ahead log only"), "bob", INCIDENT)).result(20)
    folder = tmp_path / "log"
    if left == "a -wal":
        folder = tmp_path / "copy"
        folder.mkdir()
        for file in (tmp_path / "log").iterdir():
            if not file.name.endswith("-shm"):
                (folder / file.name).write_bytes(file.read_bytes())
    if left != "somebody writes":
        journal.close(20)
    before = pictured(folder)
    assert ("bob@host.events.db-wal" in before) == (left != "closed")
    player = opened(folder)
    player.start()
    for moment in (NOW, BEGUN, NOW - 5 * MINUTE):
        at_last = opened(folder)
        assert at(at_last, moment).ready
        at_last.prove()
    player.stop()
    player.join()
    after = pictured(folder)
    if left == "somebody writes":  # the -shm is where SQLite counts who reads: it is no part of the log
        before.pop("bob@host.events.db-shm")
        after.pop("bob@host.events.db-shm")
        journal.close(20)
    assert after == before
