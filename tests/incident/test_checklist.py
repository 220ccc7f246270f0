import pytest

from console.incident import commands
from console.incident.checklist import SHIPPED, choose, owner, parse_checklist, progress
from console.incident.clock import MINUTE
from console.incident.errors import Refused
from console.incident.events import ItemSet
from tests.incident.story import DATA, ID, START, Story, checklists

PHASE = '\n[[phases]]\nname = "p"\nto = "5m"\n'
ITEM = '\n[[phases.items]]\nid = "{}"\ntitle = "t"\n'


def _worst(story: Story, at: int) -> list[tuple[str, bool, bool]]:
    phases = progress(checklists()[0], story.incident(), at)
    return [(phase.phase.name, phase.current, phase.overdue) for phase in phases]


def test_the_worst_severity_has_four_timed_phases() -> None:
    checklist = choose(checklists(), 0)
    assert checklist is not None
    spans = [(phase.name, phase.offset_from, phase.offset_to) for phase in checklist.phases]
    assert spans == [
        ("0-5 min", 0, 5 * MINUTE),
        ("5-15 min", 5 * MINUTE, 15 * MINUTE),
        ("15-30 min", 15 * MINUTE, 30 * MINUTE),
        ("30+ min", 30 * MINUTE, None),
    ]
    assert all(len(phase.items) >= 5 for phase in checklist.phases)


def test_milder_severities_have_a_shorter_one() -> None:
    milder = choose(checklists(), 3)
    assert milder is not None
    assert milder.name == "minor"
    assert choose(checklists(), 9) is None


def test_security_and_compliance_have_their_own_and_other_types_the_operational_one() -> None:
    names = {kind: getattr(choose(checklists(), 1, kind), "name", "") for kind in ("security", "compliance", "other")}
    assert names == {"security": "security", "compliance": "compliance", "other": "worst"}


@pytest.mark.parametrize("kind", ["security", "compliance"])
def test_evidence_is_kept_before_anything_that_destroys_or_changes_what_it_would_show(kind: str) -> None:
    found = choose(checklists(), 0, kind)
    assert found is not None
    items = [item for phase in found.phases for item in phase.items]
    kept = next(place for place, item in enumerate(items) if item.id.endswith("evidence"))
    changing = {"rollback", "scale", "restart", "delete", "evict", "cordon"}
    later = ("sec-isolate", "sec-credentials", "sec-way-in", "sec-rebuild", "com-stop", "com-repair")
    assert all(place > kept for place, item in enumerate(items) if item.action in changing or item.id in later)


def test_an_item_is_bound_to_an_action_or_a_check() -> None:
    text = 'name = "x"\n' + PHASE + ITEM.format("a") + 'action = "rollback"\ncheck = "web"\n'
    item = parse_checklist(text, "mine.toml", ["web"]).item("a")
    assert (item.action, item.check) == ("rollback", "web")
    with pytest.raises(Refused, match="None is configured"):
        parse_checklist(text, "mine.toml")


def test_every_file_that_ships_is_one_of_the_checklists() -> None:
    assert {path.stem for path in (DATA / "checklists").iterdir()} == set(SHIPPED)


def test_phases_are_due_after_the_declaration_and_overdue_while_something_is_open() -> None:
    story = Story()
    story.declare(severity="SEV1", started_at=START - 60 * MINUTE)
    assert _worst(story, START + 4 * MINUTE)[0] == ("0-5 min", True, False)
    assert _worst(story, START + 5 * MINUTE)[:2] == [("0-5 min", False, False), ("5-15 min", True, False)]
    assert _worst(story, START + 5 * MINUTE + 1)[0] == ("0-5 min", False, True)
    for item in checklists()[0].phases[0].items:
        story.do(commands.set_item, ID, item.id, item.title, "done")
    first = progress(checklists()[0], story.incident(), START + 6 * MINUTE)[0]
    assert (first.overdue, first.finished, len(first.items)) == (False, 5, 5)


def test_the_last_phase_is_never_overdue() -> None:
    story = Story()
    story.declare(severity="SEV1")
    assert _worst(story, START + 600 * MINUTE)[3] == ("30+ min", True, False)


def test_the_phases_stop_when_the_incident_is_resolved() -> None:
    story = Story()
    story.declare(severity="SEV1")
    story.move("monitoring", "resolved", reason="done")
    assert not any(overdue for _name, _current, overdue in _worst(story, START + 60 * MINUTE))


def test_an_item_belongs_to_the_holder_of_its_role_and_else_to_the_commander() -> None:
    story = Story()
    story.declare()
    assert owner(story.incident(), "communications_lead") == "IC (role unfilled)"
    story.do(commands.assign_role, ID, "comms", "carol")
    assert owner(story.incident(), "communications_lead") == "carol"
    assert owner(story.incident(), "incident_commander") == "alice"


def test_an_item_goes_through_its_states_and_an_undo_is_an_event() -> None:
    story = Story()
    story.declare()
    for state in ("doing", "done", "open", "n/a"):
        story.do(commands.set_item, ID, "first-post", "First post", state)
        item = progress(checklists()[0], story.incident(), START)[0].items[3]
        assert (item.word, item.state and item.state.by) == (state, "alice")
    assert len(story.events) == 5


def test_skipping_needs_a_reason_and_the_reason_stays() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="needs a reason"):
        story.do(commands.set_item, ID, "first-post", "First post", "skipped")
    story.do(commands.set_item, ID, "first-post", "First post", "skipped", "nobody outside is hit")
    assert story.incident().items["first-post"].reason == "nobody outside is hit"
    story.write(ItemSet("first-post", "First post", "finished"))
    assert story.state.refusals[0].reason == "finished is not a state of a checklist item"
    with pytest.raises(Refused, match="open, doing, done, skipped, n/a"):
        story.do(commands.set_item, ID, "first-post", "First post", "finished")


def test_an_item_that_the_list_does_not_have_is_answered_with_the_near_one() -> None:
    assert checklists()[0].item("first-post").role == "communications_lead"
    with pytest.raises(Refused, match="did you mean 'first-post'"):
        checklists()[0].item("firstpost")


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('name = "x"\n', 1, "no phases"),
        ('name = "x"\nphases = []\n', 2, "no phases"),
        ('name = "x"\nphases = [1]\n', 2, "[[phases]]"),
        ('name = "x"\n' + PHASE + "items = [1]\n", 1, "not a table"),
        ('name = "x"\nranks = 0\n' + PHASE + ITEM.format("a"), 2, "[0, 1]"),
        ('name = "x"\n' + PHASE, 3, "no items"),
        ('name = "x"\n' + PHASE.replace("to =", "until =") + ITEM.format("a"), 5, "unknown key 'until'"),
        ('name = "x"\n' + PHASE.replace("5m", "soon") + ITEM.format("a"), 5, "not a duration"),
        ('name = "x"\n' + PHASE + 'from = "6m"\n' + ITEM.format("a"), 5, "after 'from'"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + ITEM.format("a"), 12, "the first is on line 7"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + 'role = "scibe"\n', 10, "did you mean 'scribe'"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + "role = 1\n", 10, "expected a role"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + 'action = "rolback"\n', 10, "did you mean 'rollback'"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + 'check = "wep"\n', 10, "did you mean 'web'"),
        ('name = "x"\ntype = "securty"\n' + PHASE + ITEM.format("a"), 2, "did you mean 'security'"),
        ('name = "x"\n' + PHASE + ITEM.format(""), 8, "not empty"),
        ('name = "x"\n' + PHASE + ITEM.format("a") + PHASE + ITEM.format(""), 16, "not empty"),
    ],
)
def test_a_broken_checklist_is_refused_with_its_file_and_line(text: str, line: int, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_checklist(text, "mine.toml", ["web", "api http"])
    told = str(refused.value).splitlines()
    assert any(each.startswith(f"mine.toml:{line}: ") and expected in each for each in told), told
