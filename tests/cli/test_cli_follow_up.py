"""`warroom actions`, `warroom review` and `warroom learn`: as somebody at a shell uses them."""

import csv
import io
import json
from pathlib import Path

import pytest

from console import papers
from console.incident.errors import Refused
from console.incident.state import fold
from console.journal.reading import LogReader
from console.settings import read
from console.wiring import playbooks
from tests.cli.line import Line

DAY = 86_400


def resolved(warroom: Line, *more: str) -> str:
    """An incident that is over; returns its id."""
    incident = warroom.declared("--severity", "SEV1", *more)
    for to in ("monitoring", "resolved"):
        assert warroom("move", to, "--summary", "rolled back", "--force", "-i", incident).status == 0
    return incident


def closed(warroom: Line, cause: str = "deploy") -> str:
    incident = resolved(warroom)
    warroom("cause", cause, "-i", incident)
    assert warroom("move", "closed", "--because", "known", "-i", incident).status == 0
    return incident


def test_action_items_of_all_incidents_are_listed_by_their_dates_with_the_counts(warroom: Line) -> None:
    first = resolved(warroom)
    added = warroom("actions", "add", "Investigate", "the", "pool")
    assert added.out.splitlines()[1] == "action item a1"
    assert "a1 has no owner and no due date yet" in added.err
    assert "'investigate': when is that done?" in added.err
    second = resolved(warroom)
    assert warroom("actions", "add", "Write a test", "--owner", "bob", "--due", "+2d", "-i", second).status == 0
    warroom.clock.advance(4 * DAY)
    lines = warroom("actions").out.splitlines()
    assert lines[0] == "2 action items: 2 open (1 overdue, 1 without a due date), 0 done"
    assert [line.split()[:2] for line in lines[1:]] == [[second, "a1"], [first, "a1"]]
    assert warroom("actions", "--overdue").out.count("INC-") == 1
    assert "Investigate the pool" in warroom("actions", "--undated").out
    assert warroom("actions", "--owner", "Bob", "--open").out.count("INC-") == 1
    counts = json.loads(warroom("actions", "--json").out)["counts"]
    assert (counts["total"], counts["overdue"], counts["no_due_date"]) == (2, 1, 1)


def test_one_of_several_incidents_is_meant_only_where_that_is_clear(warroom: Line) -> None:
    first, second = resolved(warroom), resolved(warroom)
    for incident in (first, second):
        warroom("actions", "add", "Write a test", "-i", incident)
    said = warroom("actions", "done", "a1")
    assert (said.status, "2 incidents have an action item a1" in said.err) == (1, True)
    assert warroom("actions", "done", f"{first[-3:]}:a1", "in", "web", "2.4.2").status == 0
    assert warroom("actions", "drop", "a1", "--because", "gone").status == 0
    assert "2 action items: 0 open, 1 done (1 within 30 days), 1 not to be done" in warroom("actions").out
    assert warroom("actions", "reopen", "a1", "-i", second, "--because", "back").status == 0
    assert "is open: it is not over" in warroom("actions", "reopen", "a1", "-i", second, "--because", "x").err


def test_drills_are_left_out_unless_they_are_asked_for(warroom: Line) -> None:
    drill = resolved(warroom, "--purpose", "drill")
    warroom("actions", "add", "Write a test", "-i", drill)
    assert warroom("actions").out == "0 action items\n"
    assert "1 action item: 1 open" in warroom("actions", "--drills").out
    assert "1 action item: 1 open" in warroom("actions", "-i", drill).out


def test_an_owner_who_is_nobody_is_refused_and_one_who_is_unknown_is_said(warroom: Line) -> None:
    warroom.configured('[people]\nbob = "x"\n[teams]\nplatform = { people = ["bob"] }\n')
    resolved(warroom)
    assert "is nobody" in warroom("actions", "add", "x", "--owner", "somebody").err
    assert "is a team" in warroom("actions", "add", "x", "--owner", "platform").err
    assert "has passed" in warroom("actions", "add", "x", "--due", "2020-01-01").err
    said = warroom("actions", "add", "x", "--owner", "bobb")
    assert said.status == 0
    assert "bobb had no role in" in said.err
    assert "bob" in said.err.rpartition("?")[0]
    assert warroom("actions", "set", "a1", "--owner", "BOB", "--due", "fri").status == 0
    assert warroom("actions", "set", "a1", "--due", "none").err == ""
    assert json.loads(warroom("actions", "--json").out)["action_items"][0]["owner"] == "bob"
    assert "Nothing of a1 is changed" in warroom("actions", "set", "a1", "--priority", "p2").err


def test_a_spreadsheet_takes_nothing_of_the_list_for_a_formula(warroom: Line) -> None:
    resolved(warroom)
    warroom("actions", "add", "=HYPERLINK(1)", "--owner", "@bob", "--from", "+1")
    head, row = csv.reader(io.StringIO(warroom("actions", "--csv").out))
    found = dict(zip(head, row, strict=True))
    assert (found["action"], found["from"], found["owner"]) == ("'=HYPERLINK(1)", "'+1", "bob")


def test_a_draft_becomes_an_action_item_once_somebody_takes_it(warroom: Line) -> None:
    incident = resolved(warroom)
    assert "has no accepted cause yet" in warroom("actions", "suggest").out
    warroom("cause", "deploy")
    listed = warroom("actions", "suggest").out
    assert listed.startswith(" 1 canary")
    assert "0 action items" in warroom("actions").out
    assert warroom("actions", "take", "1", "--owner", "bob", "--due", "+30d").status == 0
    (item,) = json.loads(warroom("actions", "--json").out)["action_items"]
    assert (item["from"], item["type"], item["horizon"]) == ("suggestion:canary", "prevent", "short")
    assert "canary" not in warroom("actions", "suggest").out
    assert json.loads(warroom("actions", "suggest", "--json").out)["incident"] == incident


def test_own_suggestions_replace_those_that_ship(warroom: Line) -> None:
    own = warroom.folder / "own.toml"
    own.write_text('[[suggestions]]\nid = "mine"\ntags = ["deploy"]\ntext = "Ask bob"\n[[suggestions]]\nid = "x"\n')
    warroom.configured('[room]\nsuggestions = "own.toml"\n')
    resolved(warroom)
    warroom("cause", "deploy")
    said = warroom("actions", "suggest")
    assert (said.out.count("\n"), "Ask bob" in said.out) == (1, True)
    assert "own.toml" in said.err
    assert "own.toml:5" in warroom("config", "check").out + warroom("config", "check").err


def test_the_postmortem_is_reviewed_before_the_incident_closes(warroom: Line) -> None:
    incident = resolved(warroom)
    assert "No postmortem" in warroom("review", "move", "in-review").err
    warroom("export", "-o", str(warroom.folder / "p.md"))
    assert warroom("review", "move", "in-review", "--by", "dana").status == 0
    file = warroom.folder / "review.ics"
    said = warroom("review", "schedule", "+7d", "--with", "dana", "-o", str(file))
    assert said.out.splitlines()[-1] == str(file)
    assert "wants it reviewed until" in said.err
    assert f"UID:{incident}-review-" in file.read_bytes().decode()
    assert warroom("review", "schedule", "+8d", "-o", str(file)).status == 0
    found = json.loads(warroom("review", "status", "--json").out)
    assert (found["state"], found["meeting"]["people"], found["reviewers"]) == ("in_review", ["dana"], ["dana"])
    assert "reviewers     dana" in warroom("status").out
    assert "asks for its postmortem" in warroom("move", "closed").err
    warroom("review", "move", "reviewed")
    assert warroom("move", "closed", "--monitor", "age of the queue").status == 0
    assert warroom("review", "status").out.startswith("postmortem    closed")
    document = json.loads(warroom("export", "--format", "json", "-o", "-").out)
    assert document["prevention"]["monitoring_added"] == ["age of the queue"]
    assert document["details"]["review"]["state"] == "closed"


def test_a_file_of_somebody_else_is_never_overwritten_by_a_calendar(warroom: Line) -> None:
    resolved(warroom)
    file = warroom.folder / "mine.ics"
    file.write_text("mine")
    said = warroom("review", "schedule", "+1d", "-o", str(file))
    assert (said.status, "is never overwritten" in said.err, file.read_text()) == (1, True, "mine")
    assert warroom("review", "off", "--because", "later").status == 0
    own = warroom("review", "schedule", "-o", str(warroom.folder / "own.ics"))
    assert (own.status, own.err) == (0, "")
    warroom.clock.advance(30 * DAY)
    assert "Say when the review of" in warroom("review", "schedule").err


def test_what_follows_stands_in_the_postmortem_with_what_it_lacks(warroom: Line) -> None:
    resolved(warroom)
    assert "Which actions follow" in warroom("export", "-o", "-").out
    warroom("actions", "add", "Page on-call", "--type", "detect", "--owner", "bob", "--due", "+2d")
    warroom("actions", "add", "Write it into the runbook")
    warroom("actions", "done", "a1", "it fired")
    document = warroom("export", "-o", "-").out
    assert "Which actions follow" not in document
    assert "| a1 | Page on-call | bob |" in document
    assert "- Who owns a2? (Write it into the runbook)" in document
    found = json.loads(warroom("export", "--format", "json", "-o", "-").out)
    assert [each["id"] for each in found["post_mortem"]["action_items"]] == ["a1", "a2"]
    assert found["prevention"] == {"monitoring_added": [], "alerts_added": ["Page on-call"], "runbook_updated": False}


def test_what_an_incident_teaches_is_shown_accepted_and_never_proposed_again(warroom: Line) -> None:
    file = warroom.configured("# mine\n[room]\n")
    assert "No incident is closed yet" in warroom("learn").err
    incident = closed(warroom)
    shown = warroom("learn")
    assert shown.out.startswith("1  deploy was a cause in 1 incident\n--- priors.toml as it ships")
    assert "+seen = 1" in shown.out
    mark = shown.err.rpartition("--of ")[2].strip()
    assert not (warroom.folder / "priors.toml").exists()
    assert "There is no change 7" in warroom("learn", "--accept", "7").err
    assert "changed since that was shown" in warroom("learn", "--accept", "1", "--of", "0").err
    assert warroom("learn", incident, "--accept", "1,2", "--of", mark).status == 0
    assert file.read_text() == '# mine\n[room]\npriors = "priors.toml"\n'
    assert "seen = 1" in (warroom.folder / "priors.toml").read_text()
    assert "teaches the playbooks nothing that they do not have" in warroom("learn").out
    assert warroom("config", "check").status == 0
    assert "learnt for priors: deploy was a cause in 1 incident" in warroom("timeline", "-i", incident).out


def test_a_second_incident_counts_up_in_the_file_of_the_room_and_leaves_its_comments(warroom: Line) -> None:
    own = warroom.folder / "own.toml"
    own.write_text(
        '[[causes]] # ours\ntag = "deploy"\ntitle = "a deploy"\npercent = 100\nfix = "roll back"\nseen = 1\n'
    )
    warroom.configured('[room]\npriors = "own.toml"\n')
    closed(warroom)
    closed(warroom)
    assert warroom("learn", "--accept", "all").status == 0
    assert own.read_text().startswith("[[causes]] # ours\n")
    assert own.read_text().endswith("seen = 2\n")


def test_a_file_that_is_no_toml_is_told_and_left_alone(warroom: Line) -> None:
    own = warroom.folder / "own.toml"
    own.write_text("[[causes\n")
    warroom.configured('[room]\npriors = "own.toml"\n')
    resolved(warroom)
    warroom("cause", "deploy")
    warroom("move", "closed", "--because", "known")
    said = warroom("learn")
    assert "own.toml:1: this is not TOML" in said.err
    assert own.read_text() == "[[causes\n"


def test_a_drill_and_what_is_not_closed_teach_nothing(warroom: Line) -> None:
    incident = resolved(warroom)
    assert "learn once it is closed" in warroom("learn", incident).err
    drill = resolved(warroom, "--purpose", "drill")
    assert "is a drill" in warroom("learn", drill).err


def test_a_file_of_the_same_name_that_nobody_reads_is_told(warroom: Line, tmp_path: Path) -> None:
    warroom.configured("[room]\n")
    (tmp_path / "priors.toml").write_text("x = 1\n")
    closed(warroom)
    said = warroom("learn")
    assert 'priors.toml is there, and [room] does not name it: priors = "priors.toml"' in said.err
    assert (tmp_path / "priors.toml").read_text() == "x = 1\n"


def test_a_file_that_was_changed_meanwhile_is_left_as_it_is(warroom: Line) -> None:
    own = warroom.folder / "own.toml"
    own.write_text('[[causes]]\ntag = "deploy"\ntitle = "a deploy"\npercent = 100\nfix = "roll back"\n')
    warroom.configured('[room]\npriors = "own.toml"\n')
    incident = closed(warroom)
    settings = read(None, warroom.env).settings
    state = fold(LogReader(settings.log_dir).events())
    shelf = playbooks.propose(settings, state, papers.read_report(settings.log_dir, incident, ()))
    assert [each.lesson.what for each in shelf.hunks] == ["deploy was a cause in 1 incident"]
    own.write_text("# somebody else\n")
    with pytest.raises(Refused, match="was changed meanwhile"):
        playbooks.write(settings, shelf.hunks)
    assert own.read_text() == "# somebody else\n"
