"""The rules that propose a severity: the one that fired is named, and what nobody knows is unknown, not no."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident.assessing import size, triage
from console.incident.classifier import Classifier, parse_classifier, propose, sentence
from console.incident.errors import Refused
from console.incident.indicators import IMPACTS, INDICATORS, TRIAGE, impact, of_impact, percent, read
from tests.incident.story import DATA, schemes

SCHEME = schemes()["sev1-4"]
NOTHING_ELSE = {name: "no" if each.options else "0" for name, each in INDICATORS.items()}
RULE = "[[rule]]\nrank = 0\nwhen = {{ {} }}\n"
TABLE = '[[triage]]\nrank = 0\nwhen = { reach = "all" }\n'


@cache
def shipped() -> Classifier:
    """The rules that ship."""
    return parse_classifier((DATA / "classifier.toml").read_text(), "classifier.toml")


def said(**values: str) -> str:
    """What the rules make of these values, with everything else known to be nothing."""
    found = propose(shipped().size, {**NOTHING_ELSE, **values})
    assert found is not None
    return sentence(found, SCHEME)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"outage": "yes"}, "SEV1 because complete outage"),
        ({"data_loss": "yes"}, "SEV1 because data loss"),
        ({"breach": "yes"}, "SEV1 because breach"),
        ({"revenue": "yes"}, "SEV1 because revenue impact"),
        ({"users": "61"}, "SEV1 because affected users 61 % > 50 %"),
        ({"users": "50"}, "SEV2 because affected users 50 % > 20 %"),
        ({"partial_outage": "yes"}, "SEV2 because partial outage"),
        ({"critical_feature": "yes"}, "SEV2 because critical feature down"),
        ({"degradation": "50.5"}, "SEV2 because degradation 50.5 % > 50 %"),
        ({"minor_feature": "yes"}, "SEV3 because minor feature down"),
        ({"users": "20"}, "SEV3 because affected users 20 % > 5 %"),
        ({"degradation": "21"}, "SEV3 because degradation 21 % > 20 %"),
        ({"users": "5"}, "SEV4 because no rule fires"),
        ({"users": "61", "minor_feature": "yes"}, "SEV1 because affected users 61 % > 50 %"),
    ],
)
def test_the_rule_that_fired_is_named(values: dict[str, str], expected: str) -> None:
    assert said(**values) == expected


def test_what_is_unknown_is_taken_for_the_worse_and_that_is_said() -> None:
    assert said(users="10", degradation="") == (
        "SEV2 because degradation is unknown; what is known makes it SEV3 (affected users 10 % > 5 %)"
    )
    assert said(outage="", breach="") == (
        "SEV1 because complete outage and breach are unknown; what is known makes it SEV4 (no rule fires)"
    )


def test_what_is_unknown_does_not_matter_where_the_worst_is_known() -> None:
    found = propose(shipped().size, {"users": "61"})
    assert found is not None
    assert sentence(found, SCHEME) == "SEV1 because affected users 61 % > 50 %"


def test_where_nothing_at_all_is_known_nothing_is_proposed() -> None:
    assert propose(shipped().size, {}) is None
    assert propose(shipped().size, {"users": ""}) is None


@given(st.dictionaries(st.sampled_from(sorted(INDICATORS)), st.sampled_from(["yes", "no", "0", "10", "30", "60", ""])))
def test_learning_more_never_makes_it_worse_than_what_was_feared(values: dict[str, str]) -> None:
    right = {
        name: value
        for name, value in values.items()
        if not value or (value in {"yes", "no"}) == bool(INDICATORS[name].options)
    }
    feared = propose(shipped().size, right)
    for name in INDICATORS:
        if feared is None or right.get(name):
            continue
        for more in ("yes", "no") if INDICATORS[name].options else ("0", "100"):
            learnt = propose(shipped().size, {**right, name: more})
            assert learnt is not None
            assert learnt.rank >= feared.rank


@pytest.mark.parametrize(
    ("answers", "rank"),
    [
        ({"reach": "all", "function": "core"}, 0),
        ({"reach": "all", "function": "secondary"}, 1),
        ({"reach": "over half", "function": "cosmetic"}, 1),
        ({"reach": "10 to 50 %", "function": "secondary"}, 1),
        ({"reach": "under 10 %", "function": "core"}, 1),
        ({"reach": "under 10 %", "function": "secondary"}, 2),
        ({"reach": "under 10 %", "function": "cosmetic"}, 3),
        ({"reach": "under 10 %", "function": "cosmetic", "data_risk": "yes"}, 0),
        ({"reach": "under 10 %", "function": "cosmetic", "business": "yes"}, 0),
    ],
)
def test_the_five_questions_lead_to_a_severity(answers: dict[str, str], rank: int) -> None:
    found = triage(shipped(), {"data_risk": "no", "business": "no", "ongoing": "yes", **answers})
    assert found is not None
    assert (found.rank, found.unknown) == (rank, ())


@pytest.mark.parametrize("text", ["101", "-1", "nan", "inf", "1e1", "half", "٦١", "50%%", "100.5", "0x10"])
def test_a_percentage_that_is_none_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused, match=r"^users: .* expected a number from 0 to 100, or unknown"):
        percent("users", text)


@pytest.mark.parametrize(
    ("text", "kept"), [("61", "61"), (" 61 % ", "61"), ("0", "0"), ("07.50", "7.5"), ("100", "100")]
)
def test_a_percentage_is_kept_as_its_number(text: str, kept: str) -> None:
    assert percent("users", text) == kept


@pytest.mark.parametrize("text", ["", "unknown", "Unknown", "?", "u"])
def test_unknown_is_said_in_several_ways(text: str) -> None:
    assert percent("users", text) == read("outage", text) == read("reach", text, TRIAGE) == impact(text) == ""


def test_another_answer_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match=r"outage: 'maybe' is no answer\. Expected: yes, no, unknown"):
        read("outage", "maybe")
    with pytest.raises(Refused, match="did you mean 'partial outage'"):
        impact("partail outage")
    assert (read("outage", "Y"), read("outage", "FALSE"), impact("critical")) == ("yes", "no", "critical feature")


def test_an_impact_is_the_worst_that_applies() -> None:
    assert of_impact("partial outage")["data_loss"] == "no"
    assert "minor_feature" not in of_impact("partial outage")
    assert of_impact("cosmetic") == dict.fromkeys(filter(None, IMPACTS.values()), "no")
    assert of_impact("") == {}
    ranks = [size(shipped(), {"impact": word, "users": "0"}) for word in IMPACTS]
    # What is left unknown, how far it is degraded, can make the mildest two a rank 1.
    assert [found.rank for found in ranks if found is not None] == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("rule = 1\n", 1, "'otherwise' is None"),
        ("otherwise = 3\n", 1, "at least one [[rule]]"),
        ("otherwise = 3\nelse = 1\n", 2, "unknown key 'else'"),
        ("otherwise = true\n", 1, "whole number"),
        ("otherwise = 3\n" + RULE.format('uers = "> 5"'), 4, "did you mean 'users'"),
        ("otherwise = 3\n" + RULE.format('users = "yes"'), 4, 'a bound such as "> 50"'),
        ("otherwise = 3\n" + RULE.format('users = "> 101"'), 4, "from 0 to 100"),
        ("otherwise = 3\n" + RULE.format("users = 50"), 4, "a bound such as"),
        ("otherwise = 3\n" + RULE.format('outage = "maybe"'), 4, "one of yes, no"),
        ("otherwise = 3\n" + RULE.format(""), 4, "what has to be so"),
        ('otherwise = 3\n[[rule]]\nrank = -1\nwhen = { outage = "yes" }\n', 3, "from 0 (worst)"),
        ("otherwise = 3\n" + RULE.format('outage = "yes"') + TABLE.replace("all", "some"), 7, "one of all, over half"),
    ],
)
def test_a_mistake_in_a_table_names_file_and_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_classifier(text, "own.toml")
    told = str(caught.value).splitlines()
    assert any(each.startswith(f"own.toml:{line}: ") and expected in each for each in told), told


def test_a_table_of_ones_own_says_what_counts() -> None:
    text = 'otherwise = 2\n[[rule]]\nrank = 0\nwhen = { users = "< 5", outage = "no" }\n' + TABLE
    rules = parse_classifier(text, "own.toml").size
    found = propose(rules, {"users": "4", "outage": "no"})
    assert found is not None
    assert sentence(found, SCHEME) == "SEV1 because affected users 4 % < 5 % and no complete outage"
