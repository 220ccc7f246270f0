"""Priors: a table that own closed incidents move; and the list of what to look at, which they sort."""

import pytest

from console.incident import commands
from console.incident.errors import Refused
from console.incident.investigation import ordered, parse_investigation
from console.incident.priors import Prior, learned, parse_priors
from console.incident.state import Incident
from console.present.evidence import PROBES
from tests.incident.story import DATA, ID, Story, told

PRIORS = parse_priors((DATA / "priors.toml").read_text(), "priors.toml")
TAGS = [prior.tag for prior in PRIORS]
CAUSE = '[[causes]]\ntag = "{}"\ntitle = "t"\npercent = {}\nfix = "f"\n'
ITEM = '[[items]]\nid = "{}"\ntitle = "t"\ntrack = "s"\nhand = "h"\n'


def closed(cause: str, **more: object) -> Incident:
    return told().incident()._replace(status="closed", cause=cause, **more)  # type: ignore[arg-type]  # as tests say


def test_before_any_own_incident_the_table_stands_as_it_is_with_n_of_zero() -> None:
    assert [(each.percent, each.n) for each in learned(PRIORS, [])] == [
        (40, 0),
        (20, 0),
        (15, 0),
        (10, 0),
        (10, 0),
        (5, 0),
    ]


def test_own_closed_incidents_move_it_and_are_counted() -> None:
    found = {each.prior.tag: each for each in learned(PRIORS, [closed("database")] * 10)}
    assert [(tag, found[tag].percent, found[tag].had, found[tag].n) for tag in ("database", "deploy")] == [
        ("database", 60, 10, 10),
        ("deploy", 20, 0, 10),
    ]


def test_drills_open_incidents_and_unknown_causes_teach_nothing() -> None:
    still_open = told().incident()._replace(cause="deploy")
    others = [closed("deploy", purpose="drill"), still_open, closed("gremlins"), closed("")]
    assert {each.n for each in learned(PRIORS, others)} == {0}


def test_a_cause_is_one_of_the_tags_and_the_last_word_holds() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="did you mean 'deploy'"):
        story.do(commands.tag_cause, ID, "deplyo", known=TAGS)
    story.do(commands.tag_cause, ID, "Deploy", "web 2.4.1", known=TAGS)
    assert story.events[-1].fact.summary() == "cause: deploy, web 2.4.1"
    story.do(commands.tag_cause, ID, "config", known=TAGS)
    assert story.incident().cause == "config"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "no causes"),
        (CAUSE.format("a", 60), 4, "the percents are 60 together"),
        (CAUSE.format("a", "true"), 4, "'percent' is True"),
        (CAUSE.format("a", 50) + CAUSE.format("a", 50), 7, "tag 'a' occurs twice"),
        (CAUSE.format("a", 100).replace("fix", "fixes"), 5, "did you mean 'fix'"),
        (CAUSE.format("", 100), 2, "'tag' is ''"),
    ],
)
def test_a_mistake_in_the_priors_is_told_with_its_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_priors(text, "mine.toml")
    told = str(refused.value).splitlines()
    assert any(each.startswith(f"mine.toml:{line}: ") and expected in each for each in told), told


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("", 1, "no items"),
        (ITEM.format("a") + 'probe = "deploy"\n', 6, "did you mean 'deploys'"),
        (ITEM.format("a") + 'causes = ["deplyo"]\n', 6, "did you mean 'deploy'"),
        (ITEM.format("a") + "causes = 1\n", 6, "expected a list of tags"),
        (ITEM.format("a") + ITEM.format("a"), 7, "id 'a' occurs twice"),
        (ITEM.format("a").replace("hand", "hands"), 5, "did you mean 'hand'"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_investigation(text, "mine.toml", PROBES, TAGS)
    told = str(refused.value).splitlines()
    assert any(each.startswith(f"mine.toml:{line}: ") and expected in each for each in told), told


def test_the_likeliest_cause_of_an_item_sorts_it_and_equals_stay_as_written() -> None:
    text = (DATA / "investigation.toml").read_text()
    lookups = parse_investigation(text, "investigation.toml", PROBES, TAGS)
    found = ordered(lookups, learned(PRIORS, []))
    percents = [0 if prior is None else prior.percent for _, prior in found]
    assert percents == sorted(percents, reverse=True)
    assert [lookup.id for lookup, _ in found][:4] == ["deploys", "dependency-changes", "error-rate", "pods"]
    moved = ordered(lookups, learned([Prior("security", "s", 100, "f")], []))
    assert [lookup.id for lookup, _ in moved][:2] == ["traffic", "security"]
