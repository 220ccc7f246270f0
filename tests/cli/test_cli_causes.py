"""The hypothesis board, the whys and the fishbone at a shell, and what the documents tell of them."""

import json

import pytest

from tests.cli.line import Line
from tests.cli.test_cli_changes import keep


def _event(warroom: Line, *argv: str) -> str:
    """Write something; returns the name of its event."""
    said = warroom(*argv)
    assert said.status == 0, said.err
    return said.out.partition("saved as ")[2].partition(",")[0]


def test_two_hypotheses_are_weighed_by_events_one_falls_and_one_is_accepted_as_the_root_cause(warroom: Line) -> None:
    warroom.declared()
    assert "has no hypothesis" in warroom("hypothesis").out
    full = _event(warroom, "note", "the pool is full")
    _event(warroom, "hypothesis", "add", "2.4.1 leaks", "--test", "roll back one pod", "--owner", "bob")
    _event(
        warroom, "hypothesis", "add", "the database is slow", "--confidence", "30", "--evidence", f"{full}: so it is"
    )
    assert warroom("hypothesis", "for", "h1", full, "200 of 200").status == 0
    _event(warroom, "hypothesis", "against", "h2", full, "its queries are fast")
    _event(warroom, "hypothesis", "move", "h1", "testing")
    _event(warroom, "hypothesis", "move", "h2", "refuted")
    refused = warroom("hypothesis", "move", "h2", "accepted", "--because", "x")
    assert (refused.status, "Allowed next: testing" in refused.err) == (1, True)
    _event(warroom, "hypothesis", "set", "h1", "--component", "web", "--confidence", "90%")
    done = warroom("hypothesis", "move", "h1", "accepted", "--because", "one pod was well", "--cause", "deploy")
    assert (done.status, done.err) == (0, "")
    board = warroom("hypothesis").out.splitlines()
    assert [line.split()[1:3] for line in board] == [["accepted", "h1"], ["refuted", "h2"]]
    assert "unsupported" not in board[0]
    assert "200 of 200" in warroom("hypothesis", "h1").out
    first, second = json.loads(warroom("hypothesis", "--json").out)
    assert (first["root_cause"], first["confidence"], second["root_cause"], second["confidence"]) == (
        True,
        90,
        False,
        30,
    )
    document = warroom("export", "-o", "-").out
    assert "**Root cause in web:** 2.4.1 leaks (h1, accepted by alice at" in document
    assert "## What was thought and how it fell" in document
    assert "Accepted cause: deploy, 2.4.1 leaks" in document
    whole = json.loads(warroom("export", "--format", "json", "-o", "-").out)
    assert whole["root_cause"] == {"component": "web", "issue": "2.4.1 leaks", "trigger": None}


def test_an_accepted_hypothesis_without_an_event_is_said_to_be_unsupported_everywhere(warroom: Line) -> None:
    warroom.declared()
    _event(warroom, "hypothesis", "add", "a bad disk")
    said = warroom("hypothesis", "move", "h1", "accepted", "--because", "it was replaced")
    assert "no event speaks for h1: it stands as unsupported" in said.err
    assert "unsupported" in warroom("hypothesis").out
    assert "a bad disk, unsupported: no event speaks for it" in warroom("export", "-o", "-").out
    _event(warroom, "hypothesis", "move", "h1", "testing", "--because", "the new disk fails, too")
    assert json.loads(warroom("export", "--format", "json", "-o", "-").out)["root_cause"]["issue"] is None


def test_an_event_that_is_not_in_the_log_speaks_for_nothing(warroom: Line) -> None:
    warroom.declared()
    _event(warroom, "hypothesis", "add", "a bad disk")
    for argv in (
        ("hypothesis", "for", "h1", "bob@host/99"),
        ("hypothesis", "add", "x", "--evidence", "nobody"),
        ("why", "add", "x", "--evidence", "alice@host/99999999999999999999: so"),
        ("factor", "add", "x", "--category", "code", "--evidence", ""),
    ):
        said = warroom(*argv)
        assert (said.status, "There is no event" in said.err) == (1, True), argv


def test_the_whys_are_asked_down_to_where_nobody_answers(warroom: Line) -> None:
    warroom.declared()
    assert "Nobody has answered yet" in warroom("why").out
    said = warroom("why", "add", "-", stdin="the pool was full\nconnections leak\n\nnever read\n")
    assert said.status == 0
    note = _event(warroom, "note", "200 of 200")
    _event(warroom, "why", "add", "nobody was told", "--under", "w1", "--how", "--evidence", f"{note}: seen late")
    _event(warroom, "why", "ask", "Why did the checkout fail?")
    _event(warroom, "why", "for", "w1", note)
    _event(warroom, "why", "drop", "w2", "--because", "it does not leak")
    assert warroom("why").out.splitlines() == [
        "Why did the checkout fail?",
        "└─ w1 the pool was full",
        f"   [{note}]",
        "   ├─ w2 connections leak",
        "   │  (struck: it does not leak)",
        "   └─ w3 how: nobody was told",
        f"      [{note} seen late]",
    ]
    assert warroom("why", "--mermaid").out.startswith("flowchart TD\n")
    (first, *_) = json.loads(warroom("why", "--json").out)["answers"]
    assert (first["holds"], first["unsupported"]) == (True, False)
    assert warroom("why", "add", "-", "--how", stdin="x\n").status == 2
    assert "```mermaid" in warroom("export", "-o", "-").out


def test_the_fishbone_has_what_people_named_and_its_examples_are_in_no_document(warroom: Line) -> None:
    warroom.declared()
    empty = warroom("fishbone")
    assert "a release without a canary" in empty.err
    assert "canary" not in empty.out
    note = _event(warroom, "note", "2.4.1 went out")
    trigger = ("factor", "add", "2.4.1 went out", "--category", "proc", "--kind", "trigger", "--tag", "deploy")
    _event(warroom, *trigger, "--evidence", f"{note}: by hand")
    _event(warroom, "factor", "add", "no canary", "--category", "process", "--accepted")
    _event(warroom, "factor", "add", "the moon", "--category", "external")
    _event(warroom, "factor", "accept", "f1")
    _event(warroom, "factor", "drop", "f3", "--because", "it was new")
    shown = warroom("fishbone").out
    assert all(len(line) <= 76 for line in shown.splitlines())
    assert "f1 2.4.1 went out" in shown
    assert "the moon" not in shown
    assert warroom("fishbone", "--width", "30").out.splitlines()[1:3] == ["|", "+- People"]
    document = warroom("export", "-o", "-").out
    assert "**Trigger:** 2.4.1 went out" in document
    assert "| Process | f2 no canary | contributing | accepted by alice |  | unsupported |" in document
    assert "~~f3 the moon~~ (External): it was new" in document
    assert "canary without" not in document
    whole = json.loads(warroom("export", "--format", "json", "-o", "-").out)
    assert whole["root_cause"]["trigger"] == "2.4.1 went out"
    assert [each["tags"] for each in json.loads(warroom("fishbone", "--json").out)] == [["deploy"], [], []]
    assert "'deplo' is no tag of a cause" in warroom("factor", "set", "f1", "--tag", "deplo").err


def test_the_categories_are_those_of_the_configuration(warroom: Line) -> None:
    warroom.declared()
    _event(warroom, "factor", "add", "one zone only", "--category", "infra")
    warroom.configured('[room]\nfishbone = ["Vendors", "Weather"]\n')
    assert "Categories: Vendors, Weather" in warroom("factor", "add", "x", "--category", "code").err
    _event(warroom, "factor", "add", "rain", "--category", "weather")
    shown = warroom("fishbone", "--width", "40").out
    assert [line[3:] for line in shown.splitlines() if line.startswith("+-")] == [
        "Vendors",
        "Weather",
        "Infrastructure",
    ]
    warroom.configured('[room]\nfishbone = ["One"]\n')
    assert "2 to 12 short names" in warroom("config", "check").out


def test_a_review_may_find_the_cause_after_the_end(warroom: Line) -> None:
    warroom.declared("--severity", "SEV3")
    for status in ("mitigating", "monitoring"):
        _event(warroom, "move", status)
    _event(warroom, "move", "resolved", "--summary", "rolled back")
    _event(warroom, "hypothesis", "add", "2.4.1 leaks")
    _event(warroom, "why", "add", "nobody read the release notes")
    document = warroom("export", "-o", "-").out
    questions = document.partition("## Open questions")[2]
    assert "Which hypothesis was the root cause? None was accepted." in questions
    assert "Did h1 hold? It was proposed and never decided: 2.4.1 leaks" in questions
    assert "What speaks for w1? No event is named for it" in questions


def test_a_change_before_the_onset_is_suggested_and_becomes_a_hypothesis_with_its_event(warroom: Line) -> None:
    warroom.declared("--started", "-20m")
    keep(warroom, {-5: "web 2.4.0 > 2.4.1"})
    event = "bob@box/2"
    (only,) = json.loads(warroom("hypothesis", "suggest", "--json").out)
    assert (only["key"], only["hypothesis"], only["grounds"][0]["side"]) == (event, None, "for")
    assert "root cause" not in warroom("hypothesis", "suggest").out.lower()
    assert "there is no suggestion 'x'; there are: bob@box/2" in warroom("hypothesis", "take", "x").err
    assert warroom("hypothesis", "take", event, "--owner", "bob").status == 0
    (found,) = json.loads(warroom("hypothesis", "--json").out)
    assert (found["text"], found["owner"], found["evidence"][0]["event"]) == ("web 2.4.0 > 2.4.1", "bob", event)
    assert "(is h1)" in warroom("hypothesis", "suggest").out
    assert "h1 says so already" in warroom("hypothesis", "take", event).err


def test_an_investigation_is_written_beside_the_postmortem_and_keeps_what_people_wrote(
    warroom: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(warroom.folder)
    query = 'sum(rate(http_requests_total{code=~"5.."}[5m]))'
    service = f"[[service]]\nname = \"api\"\nerror_rate = '{query}'\n"
    warroom.configured(f'[prometheus]\nurl = "https://prometheus.example"\n\n{service}')
    warroom.declared()
    note = _event(warroom, "note", "the pool is full")
    _event(warroom, "hypothesis", "add", "2.4.1 leaks", "--evidence", f"{note}: 200 of 200")
    said = warroom("export", "investigation")
    path = warroom.folder / said.out.strip()
    text = path.read_text(encoding="utf-8")
    assert path.name.endswith("-checkout-fails.investigation.md")
    assert query in text
    assert f"`{note}`, 200 of 200: " in text
    path.write_text(text.replace("*Nobody has written this yet.*", "The vendor was asked."), encoding="utf-8")
    _event(warroom, "hypothesis", "move", "h1", "supported")
    assert warroom("export", "investigation").err == ""
    assert "The vendor was asked." in path.read_text(encoding="utf-8")
    assert "supported" in path.read_text(encoding="utf-8")
    assert "never overwritten" in warroom("export", "-o", str(path)).err  # the postmortem is another document
    other = warroom.folder / "own.md"
    other.write_text("mine", encoding="utf-8")
    assert "never overwritten" in warroom("export", "investigation", "-o", str(other)).err
    assert other.read_text(encoding="utf-8") == "mine"
    assert warroom("export", "investigation", "-o", "-").out.startswith("<!-- warroom:incident investigation-INC-")


def test_a_tag_is_given_only_with_what_is_accepted(warroom: Line) -> None:
    warroom.declared()
    warroom("hypothesis", "add", "2.4.1 leaks connections")
    said = warroom("hypothesis", "move", "h1", "refuted", "--because", "it was not", "--cause", "deploy")
    assert (said.status, "it goes with accepted only" in said.err) == (2, True)
    assert "proposed" in warroom("hypothesis").out
