"""`warroom impact`, `complaint`, `rate`: how large it was and who says so, at a shell and in documents."""

import json

from tests.cli.line import Line


def test_what_is_said_of_the_impact_stands_with_its_source_and_the_newest_counts(warroom: Line) -> None:
    warroom.declared("--severity", "SEV1", "--started", "-50m", "--users", "61")
    assert "users affected           not estimated" in warroom("impact").out
    assert warroom("impact", "set", "users", "12,000", "--source", "dashboard").status == 0
    assert warroom("impact", "set", "users", "9000", "--source", "the better dashboard").status == 0
    said = warroom("impact").out
    assert "users affected           9,000  (the better dashboard)" in said
    assert "believed then: users affected: 61 %" in said
    assert "12,000" not in said
    assert "users affected: 12,000 (dashboard)" in warroom("timeline").out
    made = json.loads(warroom("impact", "--json").out)
    assert (made["users_affected"], made["requests_failed"]) == (9000, None)


def test_what_is_not_known_is_refused_with_the_way_on(warroom: Line) -> None:
    warroom.declared()
    assert "did you mean 'revenue'?" in warroom("impact", "set", "revenu", "3 EUR", "--source", "x").err
    assert "Say where that is from (--source WHERE" in warroom("impact", "set", "users", "3").err
    assert warroom("impact", "loss", "--share", "10").status == 2
    assert "lost_per_minute under [cost]" in warroom("impact", "loss", "--share", "10").err


def test_the_configured_rate_and_agreement_are_used_and_said(warroom: Line) -> None:
    warroom.configured(
        '[cost]\ncurrency = "EUR"\nlost_per_minute = "250.00"\n'
        '[[slo]]\nname = "shop"\nwindow = "30d"\nallowed = "43m"\n'
    )
    warroom.declared("--started", "-50m")
    assert warroom("impact", "loss", "--share", "60", "--minutes", "40").status == 0
    said = warroom("impact").out
    assert "6000.00 EUR  (250.00 EUR a minute x 60 % x 40 min; [cost] of the configuration)" in said
    assert "agreed                   shop: in 30d allows 43m: this incident took 50m" in said
    assert "broken by" in said


def test_complaints_are_counted_by_place(warroom: Line) -> None:
    warroom.declared()
    assert "none counted" in warroom("impact").out
    warroom("complaint")
    warroom("complaint", "3", "--from", "zendesk")
    assert warroom("complaint", "-1", "--from", "zendesk").status == 0
    assert "complaints               1 with no place named, 2 from zendesk" in warroom("impact").out
    assert "cannot be taken back" in warroom("complaint", "-9").err


def test_ratings_stand_in_documents_without_a_name(warroom: Line) -> None:
    warroom.declared()
    warroom("rate", "2", "nobody told support", "--user", "bob")
    warroom("rate", "5", "--user", "dana")
    assert "is no rating" in warroom("rate", "11").err
    text = warroom("export", "-o", "-").out
    assert "nobody told support" in text
    assert "bob" not in text
    assert "dana" not in text
    made = warroom("export", "--format", "json", "-o", "-").out
    assert "bob" not in made
    assert json.loads(made)["details"]["ratings"] == {"n": 2, "median": 3.5, "texts": ["nobody told support"]}
    assert "nobody told" not in warroom("timeline").out
