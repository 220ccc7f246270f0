"""The way through an incident: which phase is on, and the one step to take next."""

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import HealthChanged
from console.review.guide import Phase, Step, guide, next_step
from tests.incident.story import ID, Story


def phases(story: Story, *, tells: bool = True) -> dict[str, Phase]:
    """The phases as the story stands."""
    found = guide(story.state, story.state.incidents[ID], tells=tells, now=story.now)
    return {phase.name: phase for phase in found}


def upcoming(story: Story) -> str:
    """The id of the step to take next."""
    found = next_step(list(phases(story).values()))
    return "" if found is None else found[1].id


def declared(severity: str = "SEV3", **more: object) -> Story:
    """An incident that needs three roles."""
    story = Story()
    story.declare(severity=severity, **more)
    return story


def staffed(story: Story) -> Story:
    """Everybody is there, and it is known how bad it is."""
    story.do(commands.acknowledge, ID)
    story.do(commands.answer, ID, {"users": "20"})
    for role in ("communications_lead", "technical_lead"):
        story.do(commands.assign_role, ID, role, "alice")
    return story


def test_after_the_declaration_somebody_takes_it_then_it_is_sized_then_the_roles_are_filled() -> None:
    story, asked = declared(), []
    for act, values in (
        (commands.acknowledge, ()),
        (commands.answer, ({"users": "20"},)),
        (commands.assign_role, ("communications_lead", "alice")),
        (commands.assign_role, ("technical_lead", "alice")),
    ):
        asked.append(upcoming(story))
        story.wait(MINUTE)
        story.do(act, ID, *values)
    assert asked == ["ack", "size", "roles", "roles"]
    assert upcoming(story) == "tell"
    assert phases(story)["triage"].ended == story.now


def test_the_names_of_services_alone_say_nothing_of_how_bad_it_is() -> None:
    story = declared()
    story.do(commands.acknowledge, ID)
    story.do(commands.answer, ID, {"services": "host"})
    assert upcoming(story) == "size"


def test_a_severity_that_asks_for_no_updates_goes_on_to_look() -> None:
    story = staffed(declared())
    assert phases(story, tells=False)["notify"].steps[0].done
    assert not phases(story)["notify"].steps[0].done


def test_who_mitigates_before_the_cause_is_known_is_not_asked_for_it() -> None:
    story = staffed(declared())
    story.do(commands.post_update, ID, "we are on it")
    story.wait(MINUTE)
    story.do(commands.change_status, ID, "monitoring")
    found = phases(story)
    assert found["investigate"].passed
    assert [step.done for step in found["investigate"].steps] == [False, False]
    assert found["mitigate"].ended == story.now
    assert upcoming(story) == "well"
    story.write(HealthChanged("api", "down", "ok"), incident="")
    assert upcoming(story) == "resolve"


def test_what_came_back_is_relieved_again_before_it_is_over() -> None:
    story = staffed(declared())
    story.do(commands.post_update, ID, "we are on it")
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "investigating")
    assert upcoming(story) == "look"
    assert not phases(story)["investigate"].passed
    story.do(commands.change_status, ID, "identified")
    story.do(commands.set_item, ID, "look:deploys", "looked at", "done")
    assert upcoming(story) == "choose"


def test_a_service_of_which_nobody_knows_is_not_well() -> None:
    story = declared()
    story.write(HealthChanged("api", "ok", "unknown"), incident="")
    assert phases(story)["verify"].steps[1] == Step("well", "every service is well again (not yet: api)", "refresh")


def test_a_security_incident_keeps_evidence_before_anything_is_done() -> None:
    story = staffed(declared(type="security"))
    story.do(commands.post_update, ID, "we are on it", "internal")
    story.do(commands.change_status, ID, "identified")
    story.do(commands.set_item, ID, "look:deploys", "looked at", "done")
    assert upcoming(story) == "evidence"


def test_what_is_not_well_stands_between_it_and_its_end() -> None:
    story = staffed(declared())
    story.do(commands.post_update, ID, "we are on it")
    story.do(commands.change_status, ID, "monitoring")
    story.write(HealthChanged("api", "ok", "down"), incident="")
    assert upcoming(story) == "well"
    assert "not yet: api" in phases(story)["verify"].steps[1].text


def test_what_is_resolved_is_written_up_and_closed_and_nothing_earlier_is_asked_for() -> None:
    story = declared()
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "resolved", "rolled back")
    assert upcoming(story) == "export"
    assert phases(story)["triage"].passed
