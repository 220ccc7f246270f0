"""An incident that is run without a screen, from the declaration to the closing."""

import json
import re
import threading
from pathlib import Path

import pytest

from console.cli.logbook import saved
from console.incident.errors import Failed
from console.incident.events import Entry, HealthChanged
from console.journal.opening import Journal
from tests.cli.line import Line
from tests.journal.stage import note, opened


def test_declare_prints_the_id_and_nothing_else_on_standard_output(warroom: Line) -> None:
    said = warroom("declare", "Checkout", "fails", "--severity", "sev1", "--started", "-10m")
    assert said.out == "INC-20261121-001\n"
    assert "saved as alice@" in said.err
    assert json.loads(warroom("declare", "Search slow", "--json").out) == {"id": "INC-20261121-002"}


def test_a_declaration_that_makes_no_sense_is_refused_and_writes_nothing(warroom: Line) -> None:
    said = warroom("declare", "Checkout fails", "--severity", "SEV7")
    assert said.status == 1
    assert "SEV1, SEV2, SEV3, SEV4" in said.err
    assert warroom("declare", " ").status == 1
    assert warroom("declare", "x", "--started", "soon").status == 1
    assert not (warroom.folder / "log").exists()


def test_a_note_is_acknowledged_with_its_event_and_its_incident(warroom: Line) -> None:
    warroom.declared()
    said = warroom("note", "web", "rolled", "back", "--at", "-5m")
    assert re.fullmatch(r"saved as alice@[\w.-]+/2, INC-20261121-001\n", said.out)
    assert "web rolled back" in warroom("status").out


def test_a_note_is_on_disk_before_it_is_acknowledged(warroom: Line) -> None:
    import sqlite3

    warroom.declared()
    key = warroom("note", "it is written").out.split()[2].rstrip(",")
    writer, _, seq = key.rpartition("/")
    with sqlite3.connect(f"file:{warroom.folder}/log/{writer}.events.db?mode=ro", uri=True) as log:
        found = log.execute("SELECT text FROM events WHERE seq = ?", (int(seq),)).fetchall()
    log.close()
    assert found == [("it is written",)]


def test_without_an_incident_a_note_is_refused_and_names_declare(warroom: Line) -> None:
    said = warroom("note", "x")
    assert said.status == 1
    assert "warroom declare" in said.err


def test_with_several_live_incidents_a_note_says_which_there_are(warroom: Line) -> None:
    warroom.declared()
    warroom("declare", "Search slow")
    said = warroom("note", "x")
    assert said.status == 1
    assert "INC-20261121-001 SEV2 Checkout fails" in said.err
    assert "INC-20261121-002 SEV2 Search slow" in said.err
    assert warroom("note", "x", "--incident", "inc-20261121-002").status == 0
    assert "INC-20261121-001" in warroom("note", "x", "-i", "001").out


def test_an_incident_that_is_not_there_is_answered_with_those_that_are(warroom: Line) -> None:
    warroom.declared()
    said = warroom("note", "x", "--incident", "INC-20261121-009")
    assert said.status == 1
    assert "The newest: INC-20261121-001" in said.err


def test_a_note_from_standard_input_keeps_its_lines(warroom: Line) -> None:
    warroom.declared()
    assert warroom("note", "-", stdin="first\nsecond\n").status == 0
    assert "first" in warroom("status", "--json").out


def test_a_note_too_long_to_mean_is_refused(warroom: Line) -> None:
    warroom.declared()
    assert warroom("note", "-", stdin="x" * 1_000_001).status == 1


def test_an_incident_is_run_to_its_end(warroom: Line, tmp_path: Path) -> None:
    warroom.declared("--severity", "SEV2", "--started", "-10m", "--detected-by", "monitor")
    document = tmp_path / "postmortem.md"
    story: list[tuple[str, ...]] = [
        ("ack",),
        ("severity", "raise", "--because", "payments fail too"),
        ("assign", "comms", "bob", "--contact", "chat @bob"),
        ("assign", "sme", "carol"),
        ("release", "sme", "carol"),
        ("decide", "roll back first", "--because", "nothing else changed"),
        ("update", "Checkout fails for some", "--audience", "public"),
        ("tick", "recent"),
        ("tick", "page-responders", "--skip", "everybody is here"),
        ("move", "monitoring"),
        ("time", "detected", "-12m"),
        ("move", "resolved", "--summary", "rolled back web to 2.4.0"),
        ("export", "-o", str(document)),
        ("move", "closed", "--reviewed"),
    ]
    for words in story:
        said = warroom(*words)
        assert said.status == 0, (words, said.err)
        warroom.clock.advance(60)
    shown = warroom("status", "--incident", "001").out
    assert "closed" in shown
    assert "bob chat @bob" in shown
    assert "rolled back web to 2.4.0" in document.read_text()
    assert warroom("note", "too late").status == 1


def test_an_illegal_move_names_the_moves_there_are_and_writes_nothing(warroom: Line) -> None:
    warroom.declared()
    before = warroom("log", "verify").out
    said = warroom("move", "resolved", "--summary", "x")
    assert said.status == 1
    assert "Allowed next: identified, mitigating, monitoring" in said.err
    assert warroom("log", "verify").out == before


def test_the_default_assignee_of_a_role_comes_from_the_configuration_and_is_named(warroom: Line) -> None:
    warroom.configured('[people]\nbob = "chat @bob"\n[roles]\ncommunications_lead = "bob"\n')
    warroom.declared()
    said = warroom("assign", "communications")
    assert "bob, from [roles]" in said.err
    assert "bob chat @bob" in warroom("status").out
    assert warroom("assign", "scribe").status == 2


def test_the_checklist_is_listed_and_ambiguous_words_name_the_items(warroom: Line) -> None:
    warroom.declared("--severity", "SEV1")
    assert "assign-commander" in warroom("tick").out
    said = warroom("tick", "the")
    assert said.status == 1
    assert "items have 'the'" in said.err


def test_an_event_is_pinned_and_corrected_by_its_name(warroom: Line) -> None:
    warroom.declared()
    key = warroom("note", "rolled back to 2.3.9").out.split()[2].rstrip(",")
    assert warroom("pin", key).status == 0
    assert warroom("pin", key).status == 1
    assert warroom("pin", key, "--off").status == 0
    assert warroom("correct", key, "rolled back to 2.4.0", "--at", "-2m").status == 0
    assert warroom("correct", key).status == 2
    assert warroom("correct", "nobody@nowhere/9", "x").status == 1
    assert "rolled back to 2.4.0" in warroom("status").out


def test_nothing_is_written_in_read_only_mode(warroom: Line) -> None:
    for words in (("declare", "x"), ("note", "x")):
        said = warroom("--read-only", *words)
        assert said.status == 1
    assert not (warroom.folder / "log").exists()


def test_a_mistake_elsewhere_in_the_configuration_does_not_stop_a_note(warroom: Line) -> None:
    warroom.declared()
    warroom.configured('[[service]]\nname = "api"\nhttp = "nonsense"\n')
    said = warroom("note", "x")
    assert said.status == 0
    assert "ignored: " in said.err
    assert "warroom.toml:3" in said.err


def test_a_mistake_about_the_log_or_its_writer_stops_a_note_where_nothing_else_says_it(warroom: Line) -> None:
    warroom.declared()
    warroom.configured("[room]\nlog_dir = 3\nuser = 4\n")
    del warroom.env["WARROOM_LOG_DIR"]
    for options in ((), ("--user", "alice"), ("--log-dir", str(warroom.folder / "log"))):
        said = warroom("note", "x", *options)
        assert said.status == 2
        assert "room.log_dir: found 3, expected a text in quotes" in said.err
    assert warroom("note", "x", "--user", "alice", "--log-dir", str(warroom.folder / "log")).status == 0


def test_a_list_has_the_newest_first(warroom: Line) -> None:
    assert "no incident" in warroom("list").out
    warroom.declared()
    warroom("declare", "Search slow", "--purpose", "drill")
    lines = warroom("list").out.splitlines()
    assert [line.split()[0] for line in lines] == ["INC-20261121-002", "INC-20261121-001"]
    assert lines[0].endswith("Search slow (drill)")
    assert [each["id"] for each in json.loads(warroom("list", "--json", "--live").out)] == [
        "INC-20261121-002",
        "INC-20261121-001",
    ]


def test_status_without_an_incident_says_how_to_open_one(warroom: Line) -> None:
    said = warroom("status")
    assert said.status == 0
    assert "warroom declare" in said.out
    assert json.loads(warroom("status", "--json").out)["incidents"] == []


def test_who_declares_what_another_has_declared_is_asked_whether_it_is_a_duplicate(warroom: Line) -> None:
    first = warroom.declared()
    said = warroom("--user", "bob", "declare", "checkout FAILS")
    assert said.status == 0
    assert f"{first} has the same title, declared by alice" in said.err
    assert "a duplicate? warroom relate" in said.err
    assert "the same title" not in warroom("declare", "Search fails").err


def test_the_bridge_and_the_workaround_of_what_is_down_stand_in_the_status(warroom: Line) -> None:
    warroom.configured(
        '[room]\nbridge = "https://meet.example/1"\n'
        '[[service]]\nname = "api"\ntcp = "127.0.0.1:9"\nworkaround = "orders by telephone"\n'
    )
    warroom.declared()
    journal = Journal.open(warroom.folder / "log", user="alice", host="host", clock=warroom.clock, redact=str)
    journal.append_all([Entry(HealthChanged("api", "ok", "down"), "warroom")]).result(10)
    journal.close()
    shown = warroom("status").out
    assert "workaround    api: orders by telephone" in shown
    assert "bridge        https://meet.example/1" in shown
    assert "**Workaround for api:** orders by telephone" in warroom("status", "--md").out
    first = json.loads(warroom("status", "--json").out)["incidents"][0]
    assert (first["bridge"], first["workarounds"]) == ("https://meet.example/1", {"api": "orders by telephone"})


def test_status_says_what_is_not_known_what_may_go_wrong_and_what_comes_next(warroom: Line) -> None:
    said = warroom("declare", "Checkout fails", "--seen", "errors", "--users", "unknown")
    assert said.status == 0, said.err
    warroom("decide", "roll back web", "--objections", "1m")
    warroom("task", "give", "alice", "5m", "look at the pool")
    warroom.clock.advance(600)
    shown = warroom("status").out
    assert "not known     users affected" in shown
    assert "risk          alice is 5m late: look at the pool" in shown
    assert "next          p1 roll back web (to be taken)" in shown


def test_a_severity_that_nobody_named_is_said_to_be_unclassified_and_is_that_of_the_scheme(warroom: Line) -> None:
    assert "SEV2, unclassified: nobody has said how bad it is" in warroom("declare", "y").err
    levels = [("A", 0), ("B", 1), ("C", 2)]
    tables = "".join(f'[[levels]]\nlabel = "{label}"\nrank = {rank}\nmeaning = "m"\n' for label, rank in levels)
    (warroom.folder / "own.toml").write_text(f'name = "own"\ndefault = "C"\n{tables}')
    warroom.configured('[room]\nscheme = "own.toml"\n')
    assert "C, unclassified" in warroom("declare", "z").err
    (warroom.folder / "own.toml").write_text(f'name = "own"\ndefault = "D"\n{tables}')
    assert "own.toml:2: 'default' is 'D'; expected the label of a level: A, B, C." in warroom("declare", "z").err


def test_times_before_the_declaration_need_a_beginning_and_a_late_acknowledgement_needs_its_time(warroom: Line) -> None:
    warroom.declared()
    said = warroom("ack", "--at", "-20m")
    assert said.status == 1
    assert "lies before the declaration" in said.err
    assert warroom("move", "monitoring", "--at", "-20m").status == 1
    assert warroom("time", "started", "-30m").status == 0
    assert warroom("move", "monitoring", "--at", "-10m").status == 0
    assert "Say when it was: `warroom ack --at -10m`" in warroom("ack").err
    assert warroom("ack", "--at", "-20m").status == 0


def test_what_the_response_costs_is_told_with_its_currency_and_as_a_number(warroom: Line) -> None:
    warroom.declared()
    first = json.loads(warroom("status", "--json").out)["incidents"][0]
    assert (first["response_cost"], first["response_cost_said"]) == (None, "not estimated")
    warroom.configured('[cost]\nhourly = "95.10"\ncurrency = "EUR"\n')
    warroom.clock.advance(3600)
    first = json.loads(warroom("status", "--json").out)["incidents"][0]
    assert (first["response_cost"], first["response_cost_amount"]) == ("237.75 EUR", 237.75)
    assert "cost          237.75 EUR, with the review" in warroom("status").out
    warroom("note", "still failing")  # a document counts up to the last event
    assert "237.75 EUR" in warroom("export", "-o", "-").out
    warroom.configured('[cost]\nhourly = 95.1\ncurrency = "EUR"\n')
    said = warroom("status")
    assert "warroom.toml:2: cost.hourly: found 95.1" in said.err
    assert "EUR" not in said.out


def test_status_as_markdown_and_json_name_the_incident(warroom: Line) -> None:
    warroom.declared()
    assert warroom("status", "--md").out.startswith("# SEV2 INC-20261121-001 Checkout fails")
    assert json.loads(warroom("status", "--json").out)["incidents"][0]["commander"] == "alice"


def test_a_secret_that_warroom_was_given_never_reaches_the_log(warroom: Line) -> None:
    warroom.configured('[prometheus]\nurl = "https://p.example"\ntargets = true\ntoken_env = "PROM"\n')
    warroom.env["PROM"] = "t0k3n-of-the-server"
    warroom.declared()
    warroom("note", "the header was t0k3n-of-the-server")
    assert "the header was" in warroom("events").out
    for words in (("events",), ("status",), ("status", "--json"), ("export", "-o", "-"), ("search", "header")):
        assert "t0k3n" not in warroom(*words).out, words


def test_a_disk_that_never_answers_is_told_with_what_is_not_known(tmp_path: Path) -> None:
    journal, answer = opened(tmp_path), threading.Event()

    def hang(_connection: object, _end: object) -> None:
        answer.wait()

    stuck = journal.run(hang)
    future = journal.append(note("perhaps"))
    with pytest.raises(Failed, match="whether it is saved is not known"):
        saved(journal, future, patience=0.25, grace=0.1)
    answer.set()
    stuck.result(10)


def test_what_somebody_has_to_look_at_first_is_in_triage_and_may_be_declined(warroom: Line) -> None:
    assert warroom("declare", "Odd numbers", "--triage").status == 0
    assert "status        triage" in warroom("status").out
    assert warroom("move", "declined", "--because", "a test of the monitors").status == 0
