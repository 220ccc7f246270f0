"""Who is on call, from a file of shifts."""

import pytest

from console.incident.errors import Refused
from console.oncall.rota import Shift, Told, on_duty
from console.oncall.shift_file import parse_shifts
from console.settings import Schedule

NOON = 1_795_262_400_000
"""2026-11-21T12:00:00Z."""
HOUR = 3_600_000
FILE = """
timezone = "Europe/Berlin"

[[shift]]
schedule = "platform"
from = "2026-11-21T09:00"
to = 2026-11-22T09:00:00Z
person = "bob"

[[shift]]
schedule = "chief"
from = 2026-11-21
to = 2026-11-22
person = "dana"
"""


def shifts(schedule: str = "platform", text: str = FILE) -> tuple[Shift, ...]:
    return parse_shifts(text, "oncall.toml", schedule, ())[0]


def test_a_file_has_the_shifts_of_several_schedules_in_its_own_zone() -> None:
    assert shifts() == (Shift("bob", NOON - 4 * HOUR, NOON + 21 * HOUR),)
    assert shifts("chief") == (Shift("dana", NOON - 13 * HOUR, NOON + 11 * HOUR),)


def test_who_is_on_call_until_when_and_from_where() -> None:
    schedule = Schedule("platform", team="ops")
    (duty,) = on_duty(schedule, Told(shifts(), "oncall.toml", NOON), NOON)
    assert (duty.person, duty.until, duty.team, duty.source) == ("bob", NOON + 21 * HOUR, "ops", "oncall.toml")
    assert duty.told(NOON) == "from on-call 'platform'"


def test_a_shift_ends_when_the_next_begins_and_own_ones_follow_on() -> None:
    rows = (Shift("bob", 0, 10), Shift("bob", 10, 20), Shift("dana", 20, 30))
    schedule = Schedule("platform")
    assert [(each.person, each.until) for each in on_duty(schedule, Told(rows, "", 0), 5)] == [("bob", 20)]
    assert [each.person for each in on_duty(schedule, Told(rows, "", 0), 20)] == ["dana"]


def test_where_nobody_is_on_call_the_next_shift_is_told() -> None:
    (duty,) = on_duty(Schedule("platform"), Told((Shift("bob", 10, 20),), "", 0), 5)
    assert (duty.person, duty.until) == ("", 10)


def test_an_age_is_told_of_what_was_fetched() -> None:
    told = Told((Shift("bob", 0, NOON * 2),), "calendar.example", NOON, cached=True)
    (duty,) = on_duty(Schedule("platform"), told, NOON + 4 * 60_000)
    assert duty.told(NOON + 4 * 60_000) == "from on-call 'platform', cached 4m ago"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[shift]]\nfrom = "2026-11-21"\nto = "2026-11-20"\nperson = "bob"\n', "oncall.toml:3: shift[1].to"),
        ('[[shift]]\nfrom = "soon"\nto = "2026-11-20"\nperson = "bob"\n', "oncall.toml:2: shift[1].from"),
        ('[[shift]]\nfrom = "2026-11-20"\nto = "2026-11-21"\nperson = "bop"\n', "did you mean 'bob'?"),
        ('[[shift]]\nfrom = "2026-11-20"\nto = "2026-11-21"\n', "who is on call"),
        ("[[shfit]]\n", "did you mean"),
    ],
)
def test_a_mistake_has_its_line_and_the_rest_counts(text: str, said: str) -> None:
    good = '[[shift]]\nfrom = "2026-11-21"\nto = "2026-11-22"\nperson = "bob"\n'
    found, problems = parse_shifts(text + good, "oncall.toml", "platform", ("bob",))
    assert len(found) == 1
    assert any(said in str(problem) for problem in problems), problems


def test_times_without_an_offset_are_not_guessed_where_the_zone_of_the_file_is_not_known() -> None:
    shift = '[[shift]]\nfrom = "2026-11-21{0}"\nto = "2026-11-22{0}"\nperson = "bob"\n'
    text = 'timezone = "Mars"\n' + shift.format("") + shift.format("T00:00:00Z")
    found, problems = parse_shifts(text, "oncall.toml", "platform", ("bob",))
    assert len(found) == 1
    assert [(each.line, each.key) for each in problems] == [(1, "timezone"), (3, "shift[1].from"), (4, "shift[1].to")]


def test_a_file_that_is_not_toml_is_refused_with_its_name() -> None:
    with pytest.raises(Refused, match=r"oncall\.toml: this is not TOML"):
        shifts(text="[[shift")


def test_a_time_without_seconds_is_refused_with_what_to_write_and_in_quotes_it_is_taken() -> None:
    shift = "[[shift]]\nfrom = {0}2026-11-20T09:00{0}\nto = {0}2026-11-27T09:00{0}\nperson = {1}bob{1}\n"
    with pytest.raises(Refused, match=r"oncall\.toml:2: this is not TOML: .* write 2026-11-20T09:00:00"):
        shifts(text=shift.format("", '"'))
    found, problems = parse_shifts(shift.format('"', '"'), "oncall.toml", "platform", ("bob",))
    assert not problems
    assert found[0].until - found[0].since == 7 * 86_400_000
