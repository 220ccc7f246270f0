"""The other people of a drill: they answer after a while, ask, and keep what they promised or forget it."""

from console.drill.colleagues import Colleagues
from console.drill.scenario import OTHERS
from console.incident.events import Entry, Event, Noted, RoleAccepted, RoleAssigned, RoleOffered
from console.wiring import drill

START = 1_790_000_000_000


def people() -> Colleagues:
    return Colleagues(drill.find("bad-deploy"), 1, START)


def assigned(person: str) -> Event:
    return Event("a@h", 1, 1, "INC-1", START, START, "alice", RoleAssigned("communications", person))


def test_who_is_given_a_role_says_so_after_a_while_and_strangers_do_not() -> None:
    others = people()
    others.hear([assigned("maria"), assigned("nobody")])
    assert others.speak(START + 10_000) == []
    assert [(each.actor, each.fact) for each in others.speak(START + 120_000)] == [
        ("maria", Noted("I have communications."))
    ]
    assert others.speak(START + 120_000) == []


def test_who_is_offered_a_role_accepts_it_after_a_while() -> None:
    others = people()
    offer = RoleOffered("communications_lead", "maria")
    others.hear([Event("a@h", 1, 1, "INC-1", START, START, "alice", offer)])
    assert others.speak(START + 10_000) == []
    (entry,) = others.speak(START + 120_000)
    assert entry == Entry(RoleAccepted("communications_lead", "maria"), "maria", "INC-1")


def test_questions_come_at_their_time_one_promise_is_kept_and_one_is_forgotten() -> None:
    said = people().speak(START + 3_600_000)
    asked = [each.actor for each in said if each.fact.summary().endswith("?")]
    assert asked == ["maria", "tomas"]
    spoke = [each.actor for each in said]
    assert spoke.count("aylin") == 2
    assert spoke.count("jonas") == 1
    assert set(spoke) == {each.name for each in OTHERS}


def test_nobody_gives_the_cause_away() -> None:
    for name in drill.names():
        scenario = drill.find(name)
        for each in scenario.colleagues:
            texts = f"{each.asks} {each.promises} {each.reports}".casefold()
            assert not any(all(word.casefold() in texts for word in row) for row in scenario.hypothesis), (
                name,
                each.name,
            )
