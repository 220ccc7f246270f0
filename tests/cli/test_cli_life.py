"""The life of an incident at a shell: types, relations, fields, evidence, maintenance, and what outsiders get."""

import json
import stat
from pathlib import Path

import pytest

from console.incident.events import Entry, HealthChanged
from console.journal.opening import Journal
from tests.cli.line import Line

OWN = """
[room]
types = ["data-loss"]
[[service]]
name = "api"
tcp = "127.0.0.1:1"
[[field]]
id = "customer"
required_at = "resolved"
[[freeze]]
from = 2020-01-01T00:00:00Z
to = 2099-01-01T00:00:00Z
reason = "never again"
"""


@pytest.fixture
def shell(warroom: Line) -> Line:
    warroom.configured(OWN)
    return warroom


def secret(line: Line) -> str:
    """Declare a security incident; returns its codename."""
    said = line("declare", "Somebody reads our mail", "--type", "security", "--codename", "PELICAN")
    assert "codename PELICAN" in said.err
    return "PELICAN"


def test_a_security_incident_shows_its_codename_in_lists_and_chats(shell: Line) -> None:
    secret(shell)
    for said in (shell("list"), shell("list", "--json"), shell("status", "--md"), shell("export", "--redacted")):
        assert "PELICAN" in said.out
        assert "mail" not in said.out
    assert "Somebody reads our mail" in shell("status").out
    shell("declare", "Search slow")
    assert "mail" not in shell("note", "x").err


def test_the_document_of_a_security_incident_is_for_its_owner_only(
    shell: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    secret(shell)
    file = tmp_path / shell("export").out.strip()
    assert "pelican" in file.name
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_people_outside_get_no_note_and_no_name(shell: Line) -> None:
    shell.declared("--commander", "bob")
    shell("note", "carol pulled the plug")
    shell("update", "Checkout fails for some", "--audience", "public")
    said = shell("export", "--redacted").out
    assert "Checkout fails for some" in said
    assert "bob" not in said
    assert "carol" not in said


def test_types_of_the_configuration_are_known_and_others_are_not(shell: Line) -> None:
    shell.declared("--type", "data-loss")
    told = shell("set", "type", "data-lost").err
    assert "did you mean 'data-loss'? Types: operational, security, compliance, data-loss." in told
    assert shell("set", "type", "security").status == 0
    assert "type          security" in shell("status").out


def test_merging_says_which_tasks_stay_open_and_the_survivor_lists_them(shell: Line) -> None:
    first = shell.declared()
    second = shell.declared()
    shell("task", "give", "alice", "5m", "check the pool", "-i", "002")
    assert "t1 alice: check the pool" in shell("relate", "002", "--merge-into", "001").err
    said = shell("task", "list", "-i", first)
    assert f"{second} t1 · alice · check the pool" in said.out
    assert f"warroom task done TASK --incident {second}" in said.err
    listed = json.loads(shell("task", "list", "--json", "-i", first).out)["tasks"]
    assert [(each["id"], each["of"]) for each in listed] == [("t1", second)]
    assert f"alice still has t1 of {second}" in shell("status", "-i", first).out
    assert shell("task", "done", "t1", "--incident", second).status == 0
    assert "t1" not in shell("task", "list", "-i", first).out


def test_relations_are_made_shown_and_exported(shell: Line) -> None:
    first = shell.declared()
    second = shell.declared()
    assert shell("relate", "002", "--part-of", "001").status == 0
    third = shell("split", "Search is slow", "-i", "002").out.strip()
    assert shell("relate", "003", "--merge-into", "001").status == 0
    assert f"{first}  has part {second}" in shell("relate", "001").out
    assert f"{first}  merged from {third}" in shell("relate", "001").out
    relations = json.loads(shell("status", "-i", "001", "--json").out)["incidents"][0]["relations"]
    assert {"relation": "merged_from", "incident": third} in relations
    document = json.loads(shell("export", "001", "--format", "json", "-o", "-").out)
    assert document["details"]["relations"] == relations
    assert f"has part {second}" in shell("export", "001", "-o", "-").out
    assert "already belongs" in shell("relate", "001", "--part-of", "002").err
    assert shell("relate", "002", "--part-of", "none").status == 0


def test_a_duplicate_is_cancelled(shell: Line) -> None:
    first, second = shell.declared(), shell.declared()
    assert shell("relate", second, "--duplicate-of", first, "--because", "the same page").status == 0
    assert f"{second}  SEV2  cancelled" in shell("list").out
    assert "duplicate of" in shell("list").out


def test_a_field_is_set_and_needed(shell: Line) -> None:
    shell.declared()
    shell("move", "monitoring")
    assert "customer" in shell("move", "resolved", "--summary", "over").err
    assert "did you mean 'customer'" in shell("set", "custmer", "Acme").err
    assert shell("set", "customer", "Acme", "Inc").status == 0
    assert json.loads(shell("status", "--json").out)["incidents"][0]["fields"] == {"customer": "Acme Inc"}
    assert shell("move", "resolved", "--summary", "over").status == 0


def test_maintenance_is_begun_listed_and_ended(shell: Line) -> None:
    assert shell("maintenance", "start", "api", "--for", "1h", "--because", "new disks").status == 0
    assert "now" in shell("maintenance", "list").out
    found = json.loads(shell("maintenance", "list", "--json").out)
    assert [(each["kind"], each["now"]) for each in found] == [("freeze", True), ("maintenance", True)]
    assert "not a time span" in shell("maintenance", "start", "api", "--for", "soon", "--because", "x").err
    assert shell("maintenance", "end", "api").status == 0
    assert shell("maintenance", "end", "api").status == 1


def test_evidence_is_noted(shell: Line) -> None:
    secret(shell)
    assert "not taken yet" in shell("status").out
    assert shell("evidence", "taken", "image", "of", "api").status == 0
    assert "evidence      taken" in shell("status").out


def test_closing_tells_what_is_left_open(warroom: Line) -> None:
    warroom.declared("--severity", "SEV4")
    warroom("task", "give", "bob", "5m", "look at the pool")
    warroom("decide", "fail over db", "--objections", "10m")
    warroom("track", "open", "alpha", "dana", "10m", "why is it full")
    warroom("move", "monitoring")
    warroom("move", "resolved", "--summary", "rolled back")
    warroom.clock.advance(600)
    said = warroom("move", "closed", "--because", "a small thing")
    assert said.status == 0, said.err
    (told,) = [line for line in said.err.splitlines() if line.startswith("left open: ")]
    for part in ("t1 bob: look at the pool (5m late)", "p1 fail over db", "track alpha, led by dana"):
        assert part in told


def test_an_incident_is_resolved_while_services_are_not_well_only_by_force(warroom: Line) -> None:
    incident = warroom.declared()
    warroom("move", "monitoring")
    journal = Journal.open(warroom.folder / "log", user="alice", host="host", clock=warroom.clock, redact=str)
    journal.append_all([Entry(HealthChanged("web", "ok", "down", "refused"), "warroom", incident)]).result(10)
    journal.close()
    words = ("move", "resolved", "--summary", "users are served by the old site")
    said = warroom(*words)
    assert said.status == 1
    assert "the only service is not well (web down)" in said.err
    assert "--force" in said.err
    forced = warroom(*words, "--force")
    assert forced.status == 0
    assert "resolved although the only service is not well" in forced.err


def test_an_incident_stands_once_among_the_relations_with_all_that_it_is(shell: Line) -> None:
    first, second = shell.declared(), shell("declare", "Search fails").out.strip()
    shell("relate", "002", "--part-of", "001")
    shell("relate", "002", "--duplicate-of", "001", "--because", "the same page")
    assert shell("relate", "001").out.splitlines() == [
        f"{first}  has part, has duplicate {second}  cancelled  Search fails"
    ]


def test_a_long_name_of_a_field_keeps_the_columns_of_the_status(shell: Line) -> None:
    shell.configured('[[field]]\nid = "region_of_customers"\n')
    shell.declared()
    assert shell("set", "region_of_customers", "eu").status == 0
    assert "field         region_of_customers: eu" in shell("status").out
