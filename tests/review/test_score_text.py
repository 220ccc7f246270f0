import json

import pytest

from console.incident import commands
from console.incident.redaction import MARK, Redactor
from console.review.score_text import score_json, score_lines
from tests.hostile import HOSTILE, leaks
from tests.incident.story import ID
from tests.review.drills import BEGUN, DRILLS, ONSET, act, begun, card, good, late, nothing, scored
from tests.review.stories import GOLDEN


@pytest.mark.parametrize("name", DRILLS)
def test_a_card_reads_as_it_did(name: str) -> None:
    """Read the difference, then run tests.review.rebuild."""
    assert card(DRILLS[name]()) == (GOLDEN / f"drill-{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DRILLS)
def test_a_card_fits_a_terminal(name: str) -> None:
    assert max(map(len, score_lines(scored(DRILLS[name]())))) <= 80


def test_the_json_has_the_keys_that_other_programs_read() -> None:
    made = score_json(scored(late()), "scale-first")
    assert {name: made[name] for name in ("scenario", "seed", "policy", "minutes_of_impact", "resolved", "score")} == {
        "scenario": "bad-deploy",
        "seed": 7,
        "policy": "scale-first",
        "minutes_of_impact": 34.0,
        "resolved": True,
        "score": 62,
    }
    assert made["actions"][1] == {
        "verb": "rollback",
        "target": "deploy/web",
        "verdict": "improved",
        "harmful": False,
        "idle": False,
    }
    assert sum(part["points"] for part in made["parts"]) == made["score"]
    assert made["times"]["mitigate"] == 33 * 60_000
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_what_never_came_is_null_and_never_zero() -> None:
    made = score_json(scored(nothing()))
    assert set(made["times"].values()) == {None}
    assert made["promises"] is None
    assert made["incident"] is None
    assert score_json(scored(begun()))["minutes_of_impact"] is None
    assert "impact not measured" in "\n".join(score_lines(scored(begun())))


def test_promises_are_told_where_there_were_some() -> None:
    made = scored(good())
    made = made._replace(run=made.run._replace(promises=(2, 3)))
    assert "Promises kept: 2 of 3" in score_lines(made)
    assert score_json(made)["promises"] == {"done": 2, "of": 3}


@pytest.mark.parametrize("attack", HOSTILE)
def test_no_hostile_text_gets_through_to_a_terminal(attack: str) -> None:
    bad = HOSTILE[attack]
    fact = BEGUN.of({**BEGUN.__dict__, "title": bad, "cause": bad, "faster": (bad,), "harms": (f"restart x{bad}",)})
    story = begun(fact)
    act(story, f"restart x{bad}", "worse")
    assert leaks(card(story).encode("utf-8", "replace").replace(b"\n", b"\r\n")) == []


def test_secrets_do_not_get_into_a_card() -> None:
    fact = BEGUN.of({**BEGUN.__dict__, "cause": "password=hunter2", "faster": ("ask for password=hunter2",)})
    made, redactor = scored(begun(fact)), Redactor()
    texts = ("\n".join(score_lines(made, redactor)), json.dumps(score_json(made, "", redactor)))
    for text in texts:
        assert "hunter2" not in text
        assert MARK.strip("[]") in text


def test_wide_characters_fit_too() -> None:
    story = begun(BEGUN.of({**BEGUN.__dict__, "cause": "数据库" * 60}))
    story.declare(started_at=ONSET, severity="SEV1")
    story.do(commands.note, ID, "x")
    assert max(len(line) for line in card(story).splitlines() if "数" in line) <= 40 + len("The cause: ")
