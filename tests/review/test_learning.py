"""What an incident teaches the playbooks: counts, patterns and steps, and nothing that they have already."""

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import ActionMoved, HealthChanged
from console.papers import what_changed
from console.review.learning import CHECKLIST, INVESTIGATION, PRIORS, Books, Lesson, lessons
from console.review.report import build
from console.toml_text import parse_toml
from tests.incident.story import DATA, ID, Story

KNOWN = ("deploy", "database")


def closed(cause: str = "deploy", verb: str = "rollback", step: str = "improved") -> Story:
    """A closed incident in which api went down and an action was measured."""
    story = Story()
    story.declare()
    story.write(HealthChanged("api", "ok", "down", "5 of 6 probes\nfailed"), incident="", actor="warroom")
    story.wait(6 * MINUTE)
    about = ("d1", verb, "deploy/web", "prod", "shop")
    story.write(ActionMoved(*about, "executing"))
    story.write(ActionMoved(*about, step, "errors 9% > 0%"))
    if cause:
        story.do(commands.tag_cause, ID, cause, known=KNOWN)
    story.move("monitoring", "resolved", reason="over")
    story.do(commands.change_status, ID, "closed", "known")
    return story


def shipped(**more: str) -> Books:
    """The playbooks that ship, with the checklist of the worst severities, or other texts."""
    texts = {
        PRIORS: (DATA / "priors.toml").read_text(),
        INVESTIGATION: (DATA / "investigation.toml").read_text(),
        CHECKLIST: (DATA / "checklists" / "worst.toml").read_text(),
        **more,
    }
    return {name: parse_toml(text) for name, text in texts.items()}


def taught(story: Story, books: Books) -> tuple[Lesson, ...]:
    return lessons(story.state, build(story.events, ID, rank=what_changed), books)


def test_a_cause_is_counted_over_all_closed_incidents_and_told_once() -> None:
    story = closed()
    found = [each for each in taught(story, shipped()) if each.playbook == PRIORS]
    assert [each.what for each in found] == ["deploy was a cause in 1 incident"]
    assert (found[0].edit.where, found[0].edit.values) == (("tag", "deploy"), (("seen", 1),))
    again = (DATA / "priors.toml").read_text().replace('fix = "roll back"', 'fix = "roll back"\nseen = 1')
    assert not [each for each in taught(story, shipped(priors=again)) if each.playbook == PRIORS]


def test_what_helped_stands_in_the_fix_of_its_cause_unless_it_does_already() -> None:
    story = closed("database", "scale")
    whats = [each.what for each in taught(story, shipped()) if each.playbook == PRIORS]
    assert whats == ["database was a cause in 1 incident", "scale helped against database"]


def test_a_cause_that_the_table_lacks_is_a_new_one_without_a_percent() -> None:
    story = closed()
    book = '[[causes]]\ntag = "x"\ntitle = "x"\npercent = 100\nfix = "x"\n'
    (new,) = [each for each in taught(story, shipped(priors=book)) if each.playbook == PRIORS]
    assert new.edit.new
    assert dict(new.edit.values) == {"tag": "deploy", "title": "deploy", "percent": 0, "fix": "roll back", "seen": 1}


def test_how_it_showed_itself_first_is_a_pattern_with_its_cause() -> None:
    (new,) = [each for each in taught(closed(), shipped()) if each.playbook == INVESTIGATION]
    assert new.what == "a new pattern: api down was a sign of deploy"
    values = dict(new.edit.values)
    assert (values["id"], values["causes"], values["track"]) == ("api-down", ("deploy",), "symptoms")
    assert values["hand"] == f"in {ID} this was deploy (5 of 6 probes failed); roll back helped"


@pytest.mark.parametrize(("causes", "left"), [('["deploy"]', 0), ('["database"]', 1)])
def test_a_known_pattern_gets_another_cause_and_never_the_same_twice(causes: str, left: int) -> None:
    book = f'[[items]]\nid = "a"\ntitle = "API: down!"\ntrack = "t"\nhand = "h"\ncauses = {causes}\n'
    found = [each for each in taught(closed(), shipped(investigation=book)) if each.playbook == INVESTIGATION]
    assert len(found) == left
    assert all(each.edit.values == (("causes", ("database", "deploy")),) for each in found)


def test_a_step_that_verified_improved_goes_into_the_phase_in_which_it_was_taken() -> None:
    book = '[[phases]]\nname = "0-5 min"\nto = "5m"\n[[phases.items]]\nid = "a"\ntitle = "x"\nrole = "sme"\n'
    later = book.replace("0-5", "5-15").replace('"5m"', '"15m"').replace('"a"', '"b"')
    (step,) = [each for each in taught(closed(), shipped(checklist=book + later)) if each.playbook == CHECKLIST]
    assert (step.edit.where, step.edit.inside) == (("name", "5-15 min"), "items")
    assert dict(step.edit.values)["title"] == f"Roll back deploy/web? It helped in {ID} (deploy)"
    bound = book.replace('role = "sme"', 'role = "sme"\naction = "rollback"')
    assert not [each for each in taught(closed(), shipped(checklist=bound)) if each.playbook == CHECKLIST]


def test_what_did_not_help_and_what_has_no_cause_teaches_nothing() -> None:
    assert not [each for each in taught(closed(step="unchanged"), shipped()) if each.playbook == CHECKLIST]
    assert {each.playbook for each in taught(closed(""), shipped())} <= {CHECKLIST}


def test_only_what_really_happened_and_is_over_teaches() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="learn once it is closed"):
        taught(story, {})
    drill = Story()
    drill.declare(purpose="drill")
    with pytest.raises(Refused, match="is a drill: playbooks learn from what really happened"):
        taught(drill, {})
