"""What the dialogs tell at length."""

from datetime import UTC

from console.incident import commands
from console.incident.drilling import DrillBegun
from console.present.details import event_lines, help_lines, log_lines, pair, service_lines
from console.present.snapshot import LogSeen
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, an_incident, said, snapshot, source
from tests.room import NOW, SERVICES, figure
from widgets.values import KeyHint, Line


def texts(lines: list[Line]) -> str:
    """What the lines say."""
    return "\n".join(said(line) for line in lines)


def test_a_long_name_does_not_run_into_its_value() -> None:
    assert said(pair("by", "alice")) == "by            alice"
    assert said(pair("a service with a name", "ok")) == "a service with a name ok"


def test_an_event_is_told_with_everything_that_was_said_of_it_later() -> None:
    story = an_incident()
    note = story.do(commands.note, ID, "wrong words")
    story.do(commands.correct, note, "right words", START - MINUTE)
    told = texts(event_lines(note, story.state, UTC))
    assert note.key in told
    assert "text          wrong words" in told
    assert "now reads     right words" in told
    assert "happened at   2026-11-21T17:41:13.000Z" in told
    assert note.hash in told


def test_a_service_tells_its_numbers_with_their_sources() -> None:
    told = texts(service_lines(snapshot(services=SERVICES), "api", NOW))
    assert "✖ DOWN" in told
    assert "error_rate    6.1%   2s ago, from 24 probes" in told


def test_a_service_tells_what_else_is_measured_and_why_something_is_not() -> None:
    silent = figure("active_users", None, "")._replace(note="no such series")
    web = SERVICES[1]._replace(others=(figure("p99", 2.5, "s"), silent))
    told = texts(service_lines(snapshot(services=(web,)), "web", NOW))
    assert "p99           2.5s   2s ago, from 24 probes" in told
    assert "active_users  —   no such series" in told


def test_a_service_names_the_source_that_fails_and_when_it_is_asked_again() -> None:
    failing = source("api http", "no answer within 2 s", START - 2 * MINUTE)
    told = texts(service_lines(snapshot(services=SERVICES, sources=(failing,)), "api", START))
    assert "api http      answered 2m ago, every 5s" in told
    assert "no answer within 2 s; next try in 2s" in told


def test_a_service_that_left_the_configuration_says_so() -> None:
    assert "not watched any more" in texts(service_lines(snapshot(), "api", START))


def test_the_log_tells_where_it_is_how_it_stands_and_what_to_note_down() -> None:
    log = LogSeen(
        "alice@host", "/var/log/room", 1284, "broken", "bob@host: event 7", "spooling", "the disk is full", 3, "abc"
    )
    told = texts(log_lines(snapshot(log=log, sources=(source(),)), START))
    for words in (
        "/var/log/room",
        "1,284",
        "broken bob@host: event 7",
        "spooling the disk is full",
        "3 entries",
        "abc",
    ):
        assert words in told
    assert "api http      answered 3s ago, every 5s" in told


def test_a_read_only_console_has_no_writer() -> None:
    assert "this console is read-only" in texts(log_lines(snapshot(log=LogSeen()), START))


def test_the_help_lists_keys_by_groups_and_what_can_be_typed() -> None:
    hints = [KeyHint("n", "note", "write a note", "Write down"), KeyHint("q", "quit", "end", "Other")]
    told = texts(help_lines(hints, [("/ack", "somebody works on it")])).splitlines()
    assert [line for line in told if line and not line.startswith(" ")] == [
        "Write down",
        "Other",
        "Typed into the input line",
    ]
    assert any("/ack" in line and "somebody works on it" in line for line in told)


def test_the_answer_to_a_drill_is_not_among_the_details_of_its_beginning() -> None:
    story = an_incident()
    begun = story.write(DrillBegun("bad-deploy", "t", 7, 100, START, cause="web leaks", helps=("rollback deploy/web",)))
    told = texts(event_lines(begun, story.state, UTC))
    assert "seed          7" in told
    assert "leaks" not in told
    assert "rollback" not in told
