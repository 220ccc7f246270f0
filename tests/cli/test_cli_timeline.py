"""timeline: what happened, for people and for spreadsheets."""

import csv
import io

from tests.cli.line import Line


def test_what_happened_stands_in_the_order_in_which_it_happened_with_its_remarks(warroom: Line) -> None:
    warroom.declared("--started", "-20m")
    warroom("note", "second", "--at", "-1m")
    saved = warroom("note", "first", "--at", "-2m").out
    event = saved.removeprefix("saved as ").partition(",")[0]
    assert warroom("correct", event, "the very first").status == 0
    said = warroom("timeline", "--kind", "note", "--tz", "Asia/Tokyo")
    first, second = said.out.splitlines()
    assert first.startswith("2026-11-22 02:50:13  alice: the very first (corrected by alice in alice@")
    assert "first written: first" in first
    assert second.startswith("2026-11-22 02:51:13  alice: second")


def test_a_spreadsheet_gets_both_times_and_no_formula(warroom: Line) -> None:
    warroom.declared()
    warroom("note", '=HYPERLINK("http://203.0.113.7","x"), said "bob"')
    warroom("note", "two\nlines", "--pin")
    found = list(csv.DictReader(io.StringIO(warroom("timeline", "--csv", "--tz", "America/New_York").out)))
    assert [row["kind"] for row in found][-2:] == ["note", "note"]
    assert found[-2]["text"] == '\'=HYPERLINK("http://203.0.113.7","x"), said "bob"'
    assert found[-2]["utc"] == "2026-11-21T17:52:13.000Z"
    assert found[-2]["local"] == "2026-11-21 12:52:13-05:00"
    assert found[-1]["pinned"] == "pinned"


def test_marks_choose_among_the_rows_and_nothing_found_is_said(warroom: Line) -> None:
    warroom.declared()
    warroom("note", "by alice")
    warroom("note", "pinned one", "--pin", "--user", "bob")
    assert [line.split(": ", 1)[1].split("  [")[0] for line in warroom("timeline", "--pinned").out.splitlines()] == [
        "pinned one"
    ]
    assert "by alice" not in warroom("timeline", "--by", "bob").out
    nothing = warroom("timeline", "--by", "carol")
    assert (nothing.status, nothing.out, nothing.err) == (0, "", "nothing of INC-20261121-001 matches\n")


def test_an_unknown_kind_or_zone_is_answered_with_a_way_on(warroom: Line) -> None:
    warroom.declared()
    kind = warroom("timeline", "--kind", "notes")
    assert (kind.status, "did you mean 'note'?" in kind.err) == (1, True)
    zone = warroom("timeline", "--tz", "Europe/Berlim")
    assert (zone.status, "Europe/Berlin" in zone.err) == (2, True)


def test_without_an_incident_it_says_how_to_open_one(warroom: Line) -> None:
    said = warroom("timeline")
    assert (said.status, "declare" in said.err) == (1, True)
