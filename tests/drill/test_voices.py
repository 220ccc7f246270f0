"""What pods write: requests that went well, and of failures what a pod itself would know."""

from random import Random

from console.drill.physics import Flow
from console.drill.shop import PARTS
from console.drill.voices import line

WELL = {name: Flow(100, 0.0, 0.05, 0.5) for name in PARTS}


def test_every_part_of_the_shop_has_something_to_say() -> None:
    for name in PARTS:
        assert "status=200" in line(name, f"{name}:1", WELL, "", Random(1))


def test_a_failure_names_who_did_not_answer_or_that_there_is_no_room_or_what_the_release_knows() -> None:
    failing = {**WELL, "web": Flow(100, 1.0, 3.0, 0.5), "api": Flow(100, 1.0, 4.0, 1.2)}
    assert "api: no answer within 3s" in line("web", "web:1", failing, "", Random(1))
    assert "no free worker" in line("api", "api:1", failing, "", Random(1))
    assert "certificate has expired" in line("api", "api:1", failing, "certificate has expired", Random(1))
