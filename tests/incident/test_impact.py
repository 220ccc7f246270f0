"""What an incident did to people and money: what may be said of it, what counts, and what follows from it."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.incident import commands
from console.incident.clock import DAY, HOUR, MINUTE
from console.incident.cost import Rates, cost_shares, response_cost
from console.incident.effect import impact_score, impact_span, revenue_lost, users_share
from console.incident.errors import Refused
from console.incident.facts import Instant
from console.incident.impact import Complained, ImpactStated
from console.incident.money import Money, parse_money
from console.incident.rating import Rated
from console.incident.sizing import Assessed
from console.incident.slo import BROKEN, KEPT, UNKNOWN, UNTOUCHED, Slo, allowance, judge
from console.incident.state import fold
from tests.hostile import HOSTILE
from tests.incident.story import ID, START, Story


def _said(story: Story) -> dict[str, str]:
    return {name: each.value for name, each in story.incident().impact.items()}


@pytest.mark.parametrize(
    ("figure", "value", "name", "kept"),
    [
        ("users", "12000", "users", "12000"),
        ("users", "12,000", "users", "12000"),
        ("users", "61 %", "users-share", "61"),
        ("users_share", "61.5", "users-share", "61.5"),
        ("requests", "1 200 000", "requests", "1200000"),
        ("REVENUE", "1200.50 eur", "revenue", "1200.50 EUR"),
        ("data-loss", "No", "data-loss", "none"),
        ("data-loss", "3 orders", "data-loss", "3 orders"),
        ("sla", "two contracts", "sla", "two contracts"),
    ],
)
def test_a_figure_is_kept_with_its_source_and_who_said_it(figure: str, value: str, name: str, kept: str) -> None:
    story = Story()
    story.declare()
    event = story.do(commands.state_impact, ID, figure, value, "a dashboard", actor="bob")
    found = story.incident().impact[name]
    assert (found.value, found.source, found.by, found.event) == (kept, "a dashboard", "bob", event.key)


@pytest.mark.parametrize(
    ("figure", "value", "why"),
    [
        ("usres", "3", "did you mean 'users'?"),
        ("users", "about 12000", '"About" belongs to the source'),
        ("users", "-5", "is no number"),
        ("users", "12,00", "is no number"),
        ("users", "1e9", "is no number"),
        ("users", "٣", "is no number"),
        ("users", "120 %", "is no percentage"),
        ("requests", "9" * 16, "is no number"),
        ("revenue", "1200", "expected a number and a currency such as 1200.50 EUR"),
        ("revenue", "-3 EUR", "is no amount"),
        ("revenue", "NaN EUR", "is no amount"),
        ("revenue", "1.2345 EUR", "more places than any currency"),
        ("data-loss", "x" * 501, "at most 500 characters"),
        ("data-loss", " ", "is empty"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_is_expected(figure: str, value: str, why: str) -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match=re.escape(why)):
        story.do(commands.state_impact, ID, figure, value, "somewhere")


def test_a_number_without_a_source_is_a_guess_and_is_refused() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="without a source it is a guess"):
        story.do(commands.state_impact, ID, "users", "12000")


def test_the_newest_word_counts_and_unknown_takes_it_back() -> None:
    story = Story()
    story.declare()
    story.do(commands.state_impact, ID, "users", "12000", "a guess of the lead")
    story.do(commands.state_impact, ID, "users", "9000", "the dashboard")
    assert _said(story) == {"users": "9000"}
    story.do(commands.state_impact, ID, "users", "unknown")
    assert _said(story) == {}
    assert story.events[-1].fact.summary() == "users affected: not known after all"
    assert len(story.events) == 4  # what was said before stays in the log


def test_it_is_said_after_the_end_too_but_not_of_what_was_none() -> None:
    story = Story()
    story.declare()
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "resolved", "rolled back")
    story.do(commands.change_status, ID, "closed", "nothing to learn")
    story.do(commands.state_impact, ID, "users", "5", "support")
    assert _said(story) == {"users": "5"}
    other = "INC-20261121-002"
    story.declare(other)
    story.do(commands.change_status, other, "cancelled", "a test")
    with pytest.raises(Refused, match="it was none"):
        story.do(commands.state_impact, other, "users", "5", "support")


@given(st.text(max_size=40), st.sampled_from(["users", "requests", "revenue", "data-loss", "sla", "users-share"]))
def test_what_is_kept_is_kept_by_a_fold_and_nothing_else(value: str, figure: str) -> None:
    story = Story()
    story.declare()
    story.write(ImpactStated(figure, value, "another program"))
    stated = story.incident().impact
    if stated:
        assert next(iter(stated.values())).value == value
        commands.state_impact(story.state, ID, figure, value, "the same", actor="bob")
    else:
        assert not value or story.state.refusals


@pytest.mark.parametrize(
    "fact",
    [
        ImpactStated("mood", "bad"),
        ImpactStated("users", "many"),
        ImpactStated("revenue", "", "x", "10 EUR", "", None),
        ImpactStated("revenue", "", "x", "ten euro", "50", None),
        ImpactStated("revenue", "", "x", "10 EUR", "50", -4),
        ImpactStated("users", "", "x", "10 EUR", "50", None),
        Complained(-1, "zendesk"),
        Rated(9),
    ],
)
def test_what_another_program_wrote_wrongly_changes_nothing(fact: Any) -> None:
    story = Story()
    story.declare()
    before = story.incident()
    story.write(fact)
    assert story.incident() == before
    assert story.state.refusals[-1].reason


def _over(story: Story) -> None:
    """An incident that users felt for 40 minutes, and that was over after 50."""
    story.declare(started_at=START - 10 * MINUTE)
    story.wait(30 * MINUTE)
    story.do(commands.change_status, ID, "monitoring")
    story.wait(10 * MINUTE)
    story.do(commands.change_status, ID, "resolved", "rolled back")


def test_lost_revenue_is_rate_times_share_times_the_minutes_of_the_impact() -> None:
    story = Story()
    _over(story)
    story.do(commands.state_loss, ID, "250.00 EUR", "60", "finance")
    amount, how = revenue_lost(story.incident(), story.now)
    assert amount == Money(Decimal(6000), "EUR")  # 250 x 40 min x 0.6, by hand
    assert how == "250.00 EUR a minute x 60 % x 40m (started_at to mitigated_at)"
    story.do(commands.state_loss, ID, "0.125 EUR", "50", "finance", minutes=3)
    assert str(revenue_lost(story.incident(), story.now)[0]) == "0.19 EUR"  # 0.1875, half up


def test_without_a_start_a_loss_cannot_be_computed_and_says_so() -> None:
    story = Story()
    story.declare()
    assert revenue_lost(story.incident(), story.now) == (None, "")
    story.do(commands.state_loss, ID, "250 EUR", "60", "finance")
    assert revenue_lost(story.incident(), story.now) == (None, "n/a (started_at unset)")


def test_a_loss_needs_its_share() -> None:
    story = Story()
    story.declare()
    with pytest.raises(Refused, match="nothing is guessed"):
        story.do(commands.state_loss, ID, "250 EUR", "", "finance")
    with pytest.raises(Refused, match="is no number of minutes"):
        story.do(commands.state_loss, ID, "250 EUR", "5", "finance", minutes=0)


def test_the_impact_lasts_until_it_is_mitigated_else_resolved_else_now() -> None:
    story = Story()
    story.declare(started_at=START - 10 * MINUTE)
    story.wait(5 * MINUTE)
    assert impact_span(story.incident(), story.now)[1:] == (15 * MINUTE, "", "started_at to now")
    story = Story()
    _over(story)
    assert impact_span(story.incident(), story.now)[1:] == (40 * MINUTE, "", "started_at to mitigated_at")


def test_the_score_is_share_times_weight_times_minutes_and_shows_its_inputs() -> None:
    story = Story()
    _over(story)
    score = impact_score(story.incident(), story.now)
    assert str(score) == "n/a (users-share unset)"
    story.do(commands.state_impact, ID, "users", "61 %", "the dashboard")
    score = impact_score(story.incident(), story.now)
    assert score.value == Decimal("12.2")  # 0.61 x 0.5 (rank 1) x 40 min, by hand
    assert score.inputs == "61 % of users x 0.5 (SEV2) x 40m (started_at to mitigated_at)"


def test_a_measured_share_counts_before_what_was_believed() -> None:
    story = Story()
    story.declare()
    story.do(commands.answer, ID, {"users": "80"})
    assert users_share(story.incident())[0] == "80"
    story.do(commands.state_impact, ID, "users", "61 %", "the dashboard")
    assert users_share(story.incident())[0] == "61"
    assert story.incident().answers["users"].text == "80"


def test_complaints_add_up_by_place_whoever_counts_them() -> None:
    story = Story()
    story.declare()
    for count, where, who in ((1, "", "alice"), (3, "zendesk", "bob"), (2, "zendesk", "dana"), (-1, "zendesk", "bob")):
        story.do(commands.complain, ID, count, where, actor=who)
    assert {where: each.n for where, each in story.incident().complaints.items()} == {"": 1, "zendesk": 4}
    with pytest.raises(Refused, match=r"5 cannot be taken back from zendesk, which has 4\..*zendesk 4: say which"):
        story.do(commands.complain, ID, -5, "zendesk")
    with pytest.raises(Refused, match="is no number of complaints"):
        story.do(commands.complain, ID, 0)


@given(st.permutations([(2, "a"), (1, "b"), (5, "a"), (-1, "a"), (7, "")]))
def test_two_consoles_that_count_at_once_come_to_the_same_number_unless_more_was_taken_back_than_there_was(
    order: list[tuple[int, str]],
) -> None:
    story = Story()
    story.declare()
    for count, where in order:
        story.write(Complained(count, where))
    refused = 1 if story.state.refusals else 0
    assert story.incident().complaints["a"].n == 6 + refused
    assert fold(story.events) == story.state


def test_a_rating_is_one_word_a_person_and_its_sentence_tells_nothing() -> None:
    story = Story()
    story.declare()
    story.do(commands.rate, ID, "2", "late updates", actor="bob")
    story.do(commands.rate, ID, "4", "better than it felt", actor="bob")
    story.do(commands.rate, ID, "3", actor="dana")
    assert {who: each.stars for who, each in story.incident().ratings.items()} == {"bob": 4, "dana": 3}
    assert {event.fact.summary() for event in story.events[1:]} == {"rated the response"}
    for wrong in ("0", "6", "4.5", "good", "", "³"):
        with pytest.raises(Refused, match="is no rating; expected a whole number from 1"):
            story.do(commands.rate, ID, wrong)


@pytest.mark.parametrize("text", ["", "1200", "EUR 5", "5 euro", "5,00 EUR", "1e3 EUR", "inf EUR", "-1 EUR"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is no amount"):
        parse_money(text, "rate")


def _span(story: Story) -> Any:
    return impact_span(story.incident(), story.now)


def test_an_agreement_is_broken_by_what_goes_beyond_its_allowance() -> None:
    story = Story()
    _over(story)
    month = 30 * DAY
    assert allowance(month, Decimal("99.9")) == 43 * MINUTE + 12_000  # 43,200 minutes x 0.001, by hand
    tight = Slo("web", "web", month, allowance(month, Decimal("99.95")), Decimal("99.95"))  # 21 min 36 s
    loose = Slo("web", "web", month, allowance(month, Decimal("99.9")), Decimal("99.9"))
    broken = judge(tight, _span(story), {"web"}, over=True)
    assert (broken.state, broken.beyond) == (BROKEN, 40 * MINUTE - 21 * MINUTE - 36_000)
    assert str(broken).endswith("this incident took 40m (started_at to mitigated_at): broken by 18m")
    assert judge(loose, _span(story), {"web"}, over=True).state == KEPT
    assert judge(tight, _span(story), {"api"}, over=True).state == UNTOUCHED
    assert judge(tight._replace(service=""), _span(story), (), over=True).state == BROKEN
    assert judge(loose, _span(story), {"web"}, over=False).why.endswith("kept so far, this incident alone")


def test_an_agreement_is_not_judged_without_a_start() -> None:
    story = Story()
    story.declare()
    assert judge(Slo("web", "", DAY, MINUTE), _span(story), (), over=False).state == UNKNOWN


def test_the_cost_by_role_adds_up_to_the_cost() -> None:
    story = Story()
    story.declare()  # alice commands
    story.do(commands.assign_role, ID, "scribe", "bob")
    story.do(commands.assign_role, ID, "observer", "carol")
    story.wait(2 * HOUR)
    rates = Rates(Decimal(100), "EUR")
    shares = {each.name: each.amount.amount for each in cost_shares(story.incident(), story.now, rates)}
    assert shares == {
        "incident_commander": 200,  # 2 h x 1
        "scribe": 150,  # 2 h x .75
        "observer": 0,
        "preparation of the review": 100,  # 1 h
        "review with 2": 100,  # 0.5 h x 2, the observer stays away
    }
    assert response_cost(story.incident(), story.now, rates) == Money(Decimal(550), "EUR")
    assert cost_shares(story.incident(), story.now, None) == ()


def test_over_a_day_eight_hours_a_day_are_counted() -> None:
    story = Story()
    story.declare()
    (first, *_) = cost_shares(story.incident(), story.now + 50 * HOUR, Rates(Decimal(1), "EUR"))
    assert first.hours == 18  # two days of 8 h, and two hours


def test_hostile_texts_are_kept_as_texts() -> None:
    story = Story()
    story.declare()
    for text in HOSTILE.values():
        story.do(commands.state_impact, ID, "data-loss", f"x{text}"[:400], f"s{text}"[:400])
        assert _at(story) == story.now


def _at(story: Story) -> Instant:
    return story.incident().impact["data-loss"].at


def test_a_share_that_another_program_wrote_in_words_is_none() -> None:
    story = Story()
    story.declare()
    story.write(Assessed({"users": "about half"}))
    assert users_share(story.incident()) == ("", "", "")
