"""The other people of a drill: they answer after a while, ask, and keep what they promised or forget it."""

from console.drill.colleagues import Colleagues
from console.drill.scenario import OTHERS
from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import Entry, Noted, RoleAccepted, RoleAssigned, RoleOffered
from console.incident.tasking import tally
from console.wiring import drill
from tests.incident.story import ID, START, Story


class Play:
    """A drill's log, and the people who hear it and write into it."""

    def __init__(self) -> None:
        self.story = Story()
        self.others = Colleagues(drill.find("bad-deploy"), 1, START)
        self._heard = 0

    def until(self, minutes: int) -> list[Entry]:
        """Let time pass, ten seconds at a time; returns what the others wrote."""
        said: list[Entry] = []
        while self.story.now < START + minutes * MINUTE:
            self.story.wait(10_000)
            self.others.hear(self.story.events[self._heard :])
            self._heard = len(self.story.events)
            for entry in self.others.act(lambda: self.story.state, self.story.now):
                self.story.write((entry,))
                said.append(entry)
        return said


def test_who_is_given_a_role_says_so_after_a_while_and_strangers_do_not() -> None:
    play = Play()
    play.story.declare()
    play.story.write(RoleAssigned("communications_lead", "maria"))
    play.story.write(RoleAssigned("technical_lead", "nobody"))
    assert [(each.actor, each.fact) for each in play.until(3)] == [("maria", Noted("I have communications lead."))]


def test_who_is_offered_a_role_accepts_it_after_a_while() -> None:
    play = Play()
    play.story.declare()
    play.story.write(RoleOffered("communications_lead", "maria"))
    assert [(each.actor, each.fact) for each in play.until(3)] == [
        ("maria", RoleAccepted("communications_lead", "maria"))
    ]
    assert play.story.incident().roles["communications_lead"].person == "maria"


def test_questions_come_at_their_time_one_promise_is_kept_and_one_is_forgotten() -> None:
    play = Play()
    play.story.declare()
    said = play.until(30)
    asked = [each.actor for each in said if isinstance(each.fact, Noted) and each.fact.text.endswith("?")]
    assert asked == ["maria", "tomas"]
    tasks = {each.person: each for each in play.story.incident().tasks.values()}
    assert tasks["aylin"].how == "done"
    assert tasks["aylin"].result
    assert tasks["jonas"].is_open
    assert tally(play.story.incident(), play.story.now) == (1, 1)
    assert {each.actor for each in said} == {each.name for each in OTHERS}


def test_without_an_incident_a_promise_is_only_said() -> None:
    said = Play().until(15)
    assert any(each.actor == "jonas" and isinstance(each.fact, Noted) for each in said)


def test_who_is_asked_says_yes_and_does_it_in_time_unless_they_forget() -> None:
    play = Play()
    play.story.declare()
    for name in ("maria", "jonas"):
        play.story.do(commands.give_task, ID, name, 5 * MINUTE, "read the logs")
    play.until(6)
    maria, jonas = play.story.incident().tasks.values()
    assert maria.accepted is not None
    assert maria.kept(play.story.now)
    assert jonas.accepted is not None
    assert jonas.is_open


def test_nobody_gives_the_cause_away() -> None:
    for name in drill.names():
        scenario = drill.find(name)
        for each in scenario.colleagues:
            texts = f"{each.asks} {each.promises} {each.reports}".casefold()
            assert not any(all(word.casefold() in texts for word in row) for row in scenario.hypothesis), (
                name,
                each.name,
            )
