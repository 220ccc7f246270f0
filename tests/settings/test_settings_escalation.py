"""Escalation chains as files: whom to call, one after the other, and what is wrong in them."""

import tomllib

import pytest

from console.settings.escalation import Chain, Names, Step, read_chains
from console.settings.lines import key_lines
from console.settings.tables import Report, Table

NAMES = Names(("bob", "dana"), ("platform", "cto"), ("primary",), ("SEV1", "SEV2"), ("web",))
MINUTE = 60_000


def read(text: str) -> tuple[tuple[Chain, ...], list[str]]:
    report = Report("escalation.toml", key_lines(text))
    chains = read_chains(Table(tomllib.loads(text), (), report), NAMES)
    return chains, [str(problem) for problem in report.problems]


WHOLE = """
[[chain]]
name = "platform"
severities = ["SEV1"]
services = "web"

[[chain.steps]]
notify = "oncall:primary"
until = "ack"

[[chain.steps]]
after = "5m"
notify = ["dana", "team:platform"]

[[chain.steps]]
after = "10m"
notify = "chain:chiefs"

[[chain]]
name = "chiefs"

[[chain.steps]]
notify = "cto"

[[chain.steps]]
after = "5m"
notify = "bob"
"""


def test_a_chain_has_steps_for_severities_and_services_and_leads_to_another() -> None:
    chains, problems = read(WHOLE)
    assert problems == []
    assert chains == (
        Chain(
            "platform",
            (
                Step(1, 0, ("oncall:primary",)),
                Step(2, 5 * MINUTE, ("dana", "team:platform")),
                Step(3, 10 * MINUTE, ("cto",)),
                Step(4, 15 * MINUTE, ("bob",)),
            ),
            ("SEV1",),
            ("web",),
        ),
        Chain("chiefs", (Step(1, 0, ("cto",)), Step(2, 5 * MINUTE, ("bob",)))),
    )


STEP = '[[chain.steps]]\nnotify = "bob"\n'
A = f'[[chain]]\nname = "a"\n{STEP}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{A}[[chain.steps]]\nnotify = "bop"\n', 'escalation.toml:6: chain[1].steps[2].notify: found "bop"'),
        (f'{A}[[chain.steps]]\nnotify = "bop"\n', "did you mean 'bob'?"),
        (f'{A}[[chain.steps]]\nnotify = "oncall:primry"\n', "did you mean 'oncall:primary'?"),
        (f'{A}[[chain.steps]]\nnotify = "team:platfrom"\n', "did you mean 'team:platform'?"),
        (f'{A}[[chain.steps]]\nnotify = "chain:b"\n', 'found "chain:b", expected one of chain:a'),
        (f"{A}[[chain.steps]]\nnotify = []\n", "expected a person, a team, oncall:NAME or chain:NAME"),
        (f'{A}[[chain.steps]]\nafter = "5m"\n', "expected a person, a team, oncall:NAME or chain:NAME"),
        (f'{A}[[chain.steps]]\nafter = "soon"\nnotify = "dana"\n', "a time span"),
        (f'{A}[[chain.steps]]\nuntil = "noon"\nnotify = "dana"\n', "one of ack"),
        (f'{A}[[chain.steps]]\nafter = "5m"\nnotify = "dana"\n{STEP}after = "1m"\n', "not before the step above"),
        (f'{A}severity = "SEV1"\n', "an unknown key"),
        (f'{A}[[chain]]\nname = "b"\nseverities = "SEV9"\n{STEP}', "chain[2].severities"),
        (f'{A}[[chain]]\nname = "b"\nservices = "wep"\n{STEP}', "did you mean 'web'?"),
        (f'{A}[[chain]]\nname = "b"\n', "escalation.toml:5: chain[2]: found no steps"),
        (f'{A}[[chain]]\nname = "a"\n{STEP}', "a name that no other [[chain]] has"),
        (f'{A}[[chain]]\nname = "a:b"\n{STEP}', "without a colon"),
        (f"{A}[[chain]]\n{STEP}", "what the chain is called"),
        (f'{A}[[chian]]\nname = "b"\n', "did you mean 'chain'?"),
    ],
)
def test_a_mistake_has_its_line_and_the_rest_counts(text: str, said: str) -> None:
    chains, problems = read(text)
    assert any(said in problem for problem in problems), problems
    assert (chains[0].name, chains[0].steps[0]) == ("a", Step(1, 0, ("bob",)))


@pytest.mark.parametrize(
    ("chains", "way"),
    [
        ((("a", "a"),), "a > a"),
        ((("a", "b"), ("b", "a")), "a > b > a"),
        ((("a", "b"), ("b", "c"), ("c", "a")), "a > b > c > a"),
        ((("x", "a"), ("a", "b"), ("b", "a")), "a > b > a"),
    ],
)
def test_chains_that_lead_back_to_themselves_are_told_with_the_way(
    chains: tuple[tuple[str, str], ...], way: str
) -> None:
    text = "".join(
        f'[[chain]]\nname = "{name}"\n{STEP}[[chain.steps]]\nafter = "5m"\nnotify = "chain:{to}"\n'
        for name, to in chains
    )
    made, problems = read(text)
    assert any(f"does not lead back: {way}" in problem and "notify" in problem for problem in problems), problems
    assert all(each.steps for each in made)


def test_a_time_that_cannot_be_read_is_one_mistake() -> None:
    text = '[[chain]]\nname = "platform"\n[[chain.steps]]\nafter = "5m"\nnotify = "bob"\n'
    _, problems = read(text + '[[chain.steps]]\nafter = "2 min"\nnotify = "dana"\n')
    assert len(problems) == 1
    assert 'chain[1].steps[2].after: found "2 min", expected a time span' in problems[0]
