"""NDJSON out and in: exactly the keys of the specification, a round trip without loss, bad lines named."""

import json
from pathlib import Path

import pytest

from console.incident.errors import Failed, Refused
from console.incident.events import (
    Corrected,
    Declared,
    DrillBegun,
    DrillEnded,
    Entry,
    Fact,
    Noted,
    Pinned,
    RoleAssigned,
    StatusChanged,
    Unrecognised,
)
from console.incident.state import fold
from console.journal.opening import Journal
from console.journal.reading import LogReader
from console.journal.transfer import Imported, export_events, import_file
from console.journal.verify import verify
from tests.fakes import FakeClock
from tests.journal.stage import PATIENCE, note, opened, texts

ID = "INC-20261121-001"


def story(folder: Path) -> None:
    clock = FakeClock()
    journal = opened(folder, clock)
    facts: list[Fact] = [
        Declared("checkout down", "SEV1", 0, started_at=clock() - 600_000),
        RoleAssigned("scribe", "bob"),
        Noted("looked at it"),
        Noted("a long one " * 2000),
        Pinned("alice@box/3"),
        Corrected("alice@box/3", "looked at it twice"),
        Unrecognised("from.the.future", "something new", {"deep": {"list": [1, "two", None, True]}}),
        StatusChanged("investigating", "monitoring"),
        StatusChanged("monitoring", "resolved", "rolled back"),
    ]
    for fact in facts:
        clock.advance(60)
        journal.append(Entry(fact, "alice", ID)).result(PATIENCE)
    journal.append(Entry(Noted("told late"), "bob", ID, clock() - 120_000, pinned=True, supersedes="alice@box/3"))
    journal.close(PATIENCE)


def export(folder: Path) -> list[dict[str, object]]:
    reader = LogReader(folder)
    lines = [json.loads(line) for line in export_events(reader, reader.records())]
    reader.close()
    return lines


def saved(folder: Path, path: Path) -> Path:
    reader = LogReader(folder)
    path.write_text("".join(f"{line}\n" for line in export_events(reader, reader.records())))
    reader.close()
    return path


def take_in(folder: Path, path: Path) -> Imported:
    journal: Journal = opened(folder)
    try:
        return import_file(journal, folder, path)
    finally:
        journal.close(PATIENCE)


def test_a_line_has_the_keys_that_other_programs_read(tmp_path: Path) -> None:
    story(tmp_path)
    line = export(tmp_path)[2]
    assert list(line) == [
        *("event_id", "type", "agent", "timestamp", "payload", "seq", "incident_id", "occurred_at", "recorded_at"),
        *("prev_hash", "hash"),
    ]
    event = LogReader(tmp_path).event("alice@box/3")
    assert event is not None
    assert line["event_id"] == "alice@box/3"
    assert (line["type"], line["agent"], line["incident_id"]) == ("note", "alice", ID)
    assert line["timestamp"] == event.occurred_at / 1000
    assert str(line["occurred_at"]).endswith("Z")
    assert line["payload"] == {"text": "looked at it", "data": {"text": "looked at it"}}
    assert line["hash"] == event.hash


def test_a_resolution_has_what_other_programs_expect_of_it(tmp_path: Path) -> None:
    story(tmp_path)
    payload = [line["payload"] for line in export(tmp_path) if line["type"] == "status"][-1]
    assert isinstance(payload, dict)
    assert payload["incident_id"] == ID
    assert payload["severity"] == "SEV1"
    assert payload["duration_minutes"] == 19.0
    assert {"root_cause", "mitigation", "data_loss"} <= set(payload)


def test_export_import_export_gives_the_same_facts(tmp_path: Path) -> None:
    story(tmp_path / "one")
    path = saved(tmp_path / "one", tmp_path / "events.ndjson")
    assert take_in(tmp_path / "two", path) == Imported(10, 0, cut=False)
    names = ("event_id", "type", "agent", "timestamp", "payload", "incident_id", "occurred_at")
    first, second = export(tmp_path / "one"), export(tmp_path / "two")
    assert [[line[name] for name in names] for line in second] == [[line[name] for name in names] for line in first]
    assert verify(tmp_path / "two")[0].ok
    again = saved(tmp_path / "two", tmp_path / "again.ndjson")
    assert take_in(tmp_path / "three", again) == Imported(10, 0, cut=False)
    assert [[line[name] for name in names] for line in export(tmp_path / "three")] == [
        [line[name] for name in names] for line in first
    ]


def test_a_drill_is_exported_imported_and_still_the_same(tmp_path: Path) -> None:
    begun = DrillBegun("bad-deploy", "t", 7, 100, 5, "a leak", (("web", "leak"),), ("rollback deploy/web",), (), ("x",))
    journal = opened(tmp_path / "one")
    journal.append_all([Entry(begun, "warroom"), Entry(DrillEnded(60_000, None), "warroom")]).result(PATIENCE)
    journal.close(PATIENCE)
    take_in(tmp_path / "two", saved(tmp_path / "one", tmp_path / "events.ndjson"))
    reader = LogReader(tmp_path / "two")
    assert [event.fact for event in reader.events()] == [begun, DrillEnded(60_000, None)]
    reader.close()
    assert verify(tmp_path / "two")[0].ok


def test_pins_and_corrections_point_at_the_events_as_they_are_called_here(tmp_path: Path) -> None:
    story(tmp_path / "one")
    journal = opened(tmp_path / "two")
    journal.append_all([note(f"earlier {number}", "") for number in range(5)]).result(PATIENCE)
    journal.close()
    take_in(tmp_path / "two", saved(tmp_path / "one", tmp_path / "events.ndjson"))
    state = fold(LogReader(tmp_path / "two").state_events())
    assert state.pins == {"alice@box/8"}
    assert state.corrections["alice@box/8"].text == "looked at it twice"
    assert state.incidents[ID].status == "resolved"


def test_what_is_there_already_is_skipped(tmp_path: Path) -> None:
    story(tmp_path / "one")
    path = saved(tmp_path / "one", tmp_path / "events.ndjson")
    assert take_in(tmp_path / "one", path) == Imported(0, 10, cut=False)
    assert take_in(tmp_path / "two", path).added == 10
    assert take_in(tmp_path / "two", path) == Imported(0, 10, cut=False)


def test_a_last_line_that_was_cut_is_left_out(tmp_path: Path) -> None:
    story(tmp_path / "one")
    path = saved(tmp_path / "one", tmp_path / "events.ndjson")
    content = path.read_text()
    path.write_text(content[:-200])
    assert take_in(tmp_path / "two", path) == Imported(9, 0, cut=True)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json}", "line 2 is no event: it is not JSON"),
        ("[1, 2]", "a JSON object was expected"),
        ('{"type": "note", "agent": "a", "payload": {}}', "'timestamp' is missing"),
        ('{"type": "note", "agent": "a", "timestamp": "yesterday", "payload": {}}', "'yesterday'"),
        ('{"type": "note", "agent": "a", "timestamp": 1e300, "payload": {}}', "between 1970 and 9999"),
        ('{"type": "note", "agent": "a", "timestamp": NaN, "payload": {}}', "between 1970 and 9999"),
        ('{"type": "note", "agent": "a", "timestamp": 5, "payload": {"data": {"n": 99999999999999999999}}}', "number"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(tmp_path: Path, line: str, said: str) -> None:
    good = '{"type":"note","agent":"carol","timestamp":1795283533.5,"payload":{"text":"fine"}}'
    (tmp_path / "events.ndjson").write_text(f"{good}\n{line}\n{good}\n")
    with pytest.raises(Failed, match="line 2") as caught:
        take_in(tmp_path / "log", tmp_path / "events.ndjson")
    assert said in str(caught.value)
    assert "Nothing was imported" in str(caught.value)
    assert texts(tmp_path / "log") == []


def test_another_programs_events_need_only_the_five_keys(tmp_path: Path) -> None:
    lines = [
        {"event_id": "x-1", "type": "note", "agent": "pager", "timestamp": 1795283533, "payload": {"text": "paged"}},
        {"type": "deploy", "agent": "ci", "timestamp": 1795283534.25, "payload": {"version": "2.4", "took": 1.5}},
        {"type": "deploy", "agent": "ci", "timestamp": 1795283534.25, "payload": {"version": "2.5", "took": 1.5}},
        {"type": "log", "agent": "ci", "timestamp": 1795283535, "payload": "only a text"},
    ]
    path = tmp_path / "events.ndjson"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    assert take_in(tmp_path / "log", path).added == 4
    events = [event for event in LogReader(tmp_path / "log").events() if event.actor in {"pager", "ci"}]
    assert events[0].fact == Noted("paged")
    assert [event.fact.summary() for event in events] == ["paged", "deploy", "deploy", "only a text"]
    assert events[1].occurred_at == 1795283534250


def test_an_incident_that_another_one_is_called_like_is_refused(tmp_path: Path) -> None:
    story(tmp_path / "one")
    path = saved(tmp_path / "one", tmp_path / "events.ndjson")
    journal = opened(tmp_path / "two", user="bob")
    journal.append(Entry(Declared("something else", "SEV2", 1), "bob", ID)).result(PATIENCE)
    journal.close()
    with pytest.raises(Refused, match=rf"{ID} is another incident here \(declared by bob@box/1\)"):
        take_in(tmp_path / "two", path)
    assert texts(tmp_path / "two") == []


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="cannot be read"):
        take_in(tmp_path / "log", tmp_path / "nothing.ndjson")


def test_text_that_is_no_text_is_made_storable_wherever_it_stands(tmp_path: Path) -> None:
    line = {"type": "note", "agent": "\ud800", "timestamp": 5, "payload": {"text": "x", "supersedes": "\udfff/1"}}
    (tmp_path / "events.ndjson").write_text(json.dumps(line) + "\n")
    assert take_in(tmp_path / "log", tmp_path / "events.ndjson").added == 1
    (event,) = LogReader(tmp_path / "log").events()
    assert (event.actor, event.supersedes) == ("\ufffd", "\ufffd/1")


def test_what_another_log_saw_of_its_writers_is_no_fault_of_this_one(tmp_path: Path) -> None:
    line = {
        "type": "log.heads",
        "agent": "bob@far",
        "timestamp": 5,
        "payload": {"data": {"heads": {"carol@far": "9:ab"}}},
    }
    (tmp_path / "events.ndjson").write_text(json.dumps(line) + "\n")
    take_in(tmp_path / "log", tmp_path / "events.ndjson")
    assert [verdict.problem for verdict in verify(tmp_path / "log")] == [""]
