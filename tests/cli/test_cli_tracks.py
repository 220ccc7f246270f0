"""`warroom track`: who looks into which question, and when they report."""

import json

from tests.cli.line import Line


def test_a_track_is_opened_reported_on_and_closed(warroom: Line) -> None:
    warroom.declared()
    assert warroom("track", "open", "alpha", "bob", "10m", "why is", "the pool full").status == 0
    assert warroom("track", "list").out == "alpha · bob · report in 10m\n  why is the pool full\n"
    warroom.clock.advance(660)
    assert warroom("track", "list").out.startswith("alpha · bob · report 1m late\n")
    assert warroom("track", "report", "alpha", "it leaks", "--next", "5m").status == 0
    (one,) = json.loads(warroom("track", "list", "--json").out)
    assert (one["late"], one["reports"], one["last"], one["closed"]) == (False, 1, "it leaks", None)
    assert warroom("track", "close", "alpha", "2.4.1 leaks").status == 0
    (one,) = json.loads(warroom("track", "list", "--json").out)
    assert (one["due"], one["last"]) == (None, "2.4.1 leaks")


def test_a_track_that_is_not_there_names_those_that_are(warroom: Line) -> None:
    warroom.declared()
    assert "There is no track." in warroom("track", "list").out
    warroom("track", "open", "alpha", "bob", "10m", "why")
    said = warroom("track", "report", "alhpa", "x")
    assert (said.status, "did you mean 'alpha'?" in said.err) == (1, True)
