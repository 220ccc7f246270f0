"""The other people of a drill: they answer after a while, ask, and keep what they promised or forget it."""

from console.drill.colleagues import Colleagues
from console.drill.scenario import OTHERS
from console.incident.events import Event, RoleAssigned
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
    assert [(who, said.text) for who, said in others.speak(START + 120_000)] == [("maria", "I have communications.")]
    assert others.speak(START + 120_000) == []


def test_questions_come_at_their_time_one_promise_is_kept_and_one_is_forgotten() -> None:
    said = people().speak(START + 3_600_000)
    asked = [who for who, noted in said if noted.text.endswith("?")]
    assert asked == ["maria", "tomas"]
    assert [who for who, _ in said].count("aylin") == 2
    assert [who for who, _ in said].count("jonas") == 1
    assert {who for who, _ in said} == {each.name for each in OTHERS}


def test_nobody_gives_the_cause_away() -> None:
    for name in drill.names():
        scenario = drill.find(name)
        for each in scenario.colleagues:
            texts = f"{each.asks} {each.promises} {each.reports}".casefold()
            assert not any(all(word.casefold() in texts for word in row) for row in scenario.hypothesis), (
                name,
                each.name,
            )
