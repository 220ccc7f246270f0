from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import DAY, HOUR, MINUTE, SECOND
from console.incident.cost import Rates, response_cost
from console.incident.errors import Refused
from console.incident.metrics import Metric, metrics, spread, time_in_severities, time_in_statuses
from console.incident.times import CHAIN, NAMES
from tests.incident.story import ID, START, Story, told


def _by_name(story: Story) -> dict[str, Metric]:
    return {metric.name: metric for metric in metrics(story.incident(), story.now)}


def test_the_metrics_are_those_of_the_field_each_with_its_anchor() -> None:
    story = told()
    found = {name: (metric.value_ms, metric.anchor) for name, metric in _by_name(story).items()}
    assert found["TTD"] == (2 * MINUTE, "started_at to detected_at")
    assert found["TTA"] == (8 * MINUTE + 30 * SECOND, "detected_at to acknowledged_at")
    assert found["TTM"] == (13 * MINUTE + 30 * SECOND, "started_at to mitigated_at")
    assert found["TTR"] == (14 * MINUTE + 30 * SECOND, "started_at to resolved_at")
    assert found["time to declare"][0] == 10 * MINUTE
    assert found["time to a commander"][0] == 10 * MINUTE


def test_a_missing_timestamp_is_named_and_never_zero() -> None:
    story = Story()
    story.declare(started_at=START)
    found = _by_name(story)
    assert str(found["TTD"]) == "n/a (detected_at unset)"
    assert str(found["TTA"]) == "n/a (detected_at and acknowledged_at unset)"
    assert found["TTR"].value_ms is None
    assert str(found["time to the first public update"]) == "n/a (no public update)"
    assert str(found["time to declare"]) == "0s"


def test_without_a_start_what_counts_from_it_is_not_available() -> None:
    story = Story()
    story.declare()
    assert str(_by_name(story)["time to a commander"]) == "n/a (started_at unset)"


def test_updates_give_the_time_to_the_first_public_one_and_the_longest_silence() -> None:
    story = Story()
    story.declare(started_at=START - MINUTE)
    story.wait(5 * MINUTE)
    story.do(commands.post_update, ID, "on it", "internal")
    story.wait(20 * MINUTE)
    story.do(commands.post_update, ID, "we know", "public")
    story.wait(3 * MINUTE)
    found = _by_name(story)
    assert found["time to the first public update"].value_ms == 26 * MINUTE
    assert found["longest gap between updates"].value_ms == 20 * MINUTE
    story.wait(HOUR)
    assert _by_name(story)["longest gap between updates"].value_ms == HOUR + 3 * MINUTE


def test_without_an_update_the_longest_gap_runs_from_the_declaration_and_says_so() -> None:
    story = Story()
    story.declare()
    story.wait(HOUR)
    found = _by_name(story)["longest gap between updates"]
    assert (found.value_ms, found.anchor) == (HOUR, "declared_at to now: no update yet")


def test_the_time_in_each_severity_adds_up_to_the_whole() -> None:
    story = Story()
    story.declare()
    for step in (commands.raise_severity, commands.lower_severity, commands.raise_severity):
        story.wait(10 * MINUTE)
        story.do(step, ID, "it changed")
    story.move("monitoring", "resolved", reason="done")
    story.wait(HOUR)
    shares = time_in_severities(story.incident(), story.now)
    assert [(share.name, share.ms) for share in shares] == [("SEV1", 12 * MINUTE), ("SEV2", 20 * MINUTE)]


def test_the_time_in_each_status_is_told() -> None:
    shares = {share.name: share.ms for share in time_in_statuses(told().incident(), START + HOUR)}
    assert shares["investigating"] == MINUTE + 30 * SECOND
    assert shares["identified"] == shares["mitigating"] == shares["monitoring"] == MINUTE


_STEPS = st.lists(
    st.tuples(st.sampled_from([*NAMES, "ack", "next", "back", "correct"]), st.integers(-30, 30)), max_size=20
)


@given(_STEPS)
def test_no_sequence_of_steps_ever_makes_a_span_negative(steps: list[tuple[str, int]]) -> None:
    story = Story()
    story.declare(started_at=START - MINUTE)
    for name, minutes in steps:
        story.now = max(START, story.now + minutes * MINUTE)
        try:
            _step(story, name, minutes)
        except Refused:
            continue
    incident = story.incident()
    assert all(metric.value_ms is None or metric.value_ms >= 0 for metric in metrics(incident, story.now))
    assert all(share.ms >= 0 for share in time_in_severities(incident, story.now))
    known = [at for name in CHAIN if (at := getattr(incident, f"{name}_at")) is not None]
    assert known == sorted(known)
    assert all(incident.started_at is None or incident.started_at <= at for at in known)


def _step(story: Story, name: str, minutes: int) -> None:
    if name == "ack":
        story.do(commands.acknowledge, ID)
    elif name in {"next", "back"}:
        after = {"investigating": "monitoring", "monitoring": "resolved", "resolved": "investigating"}
        story.do(commands.change_status, ID, after[story.incident().status], "a reason")
    elif name == "correct":
        story.do(commands.correct, story.events[minutes % len(story.events)], occurred_at=story.now - minutes * MINUTE)
    else:
        story.do(commands.set_timestamp, ID, name, story.now + minutes * MINUTE)


def test_across_incidents_there_are_median_p90_and_n_and_a_mean_only_beside_them() -> None:
    values = [Metric("TTR", ms, "", "") for ms in (1, 2, 3, 4, 100)] + [Metric("TTR", None, "resolved_at unset", "")]
    found = spread(values)
    assert found == (5, 1, 3, 100, 22)
    assert spread([]) == (0, 0, None, None, None)


def test_without_rates_nothing_is_estimated() -> None:
    assert response_cost(told().incident(), START, None) is None


def test_the_cost_is_the_time_in_roles_and_the_review() -> None:
    story = Story()
    story.declare()
    story.do(commands.assign_role, ID, "scribe", "bob")
    story.do(commands.assign_role, ID, "technical", "carol")
    story.do(commands.assign_role, ID, "observer", "dana")
    story.wait(2 * HOUR)
    # Hours: 2 x (1 + .75 + .5 + 0), 1 of preparation, 3 people half an hour each.
    assert str(response_cost(story.incident(), story.now, Rates(Decimal(100), "EUR"))) == "700.00 EUR"


def test_every_parameter_of_the_cost_can_be_another() -> None:
    story = Story()
    story.declare()
    story.do(commands.assign_role, ID, "technical", "carol")
    story.wait(2 * DAY)
    some = Rates(Decimal(10), "EUR", {"incident_commander": Decimal(2)}, Decimal(0), Decimal(0), Decimal("0.25"), 10)
    # Hours: 20 x 2 of the commander, 20 x .25 of the other.
    assert str(response_cost(story.incident(), story.now, some)) == "450.00 EUR"


def test_of_a_long_incident_eight_hours_a_day_are_counted() -> None:
    story = Story()
    story.declare()
    rates = Rates(Decimal(1), "EUR", preparation=Decimal(0), review=Decimal(0))
    assert str(response_cost(story.incident(), START + DAY, rates)) == "24.00 EUR"
    assert str(response_cost(story.incident(), START + 3 * DAY + 2 * HOUR, rates)) == "26.00 EUR"
