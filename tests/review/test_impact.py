"""The impact in documents: each figure with its source; what nobody said is not estimated, never 0."""

import json
from decimal import Decimal

import jsonschema

from console.incident import commands
from console.incident.clock import DAY, MINUTE
from console.incident.cost import Rates
from console.incident.slo import Slo
from console.papers import what_changed
from console.review.document import render_json, resolution
from console.review.markdown import render
from console.review.report import build
from tests.hostile import HOSTILE
from tests.incident.story import DATA, ID, START, Story
from tests.review.stories import fresh, report

SCHEMA = json.loads((DATA / "schemas" / "incident.schema.json").read_text())


def _story() -> Story:
    story = Story()
    story.declare(started_at=START - 10 * MINUTE)
    story.do(commands.answer, ID, {"users": "80", "data_risk": "yes"})
    story.do(commands.state_impact, ID, "users", "12000", "login dashboard", actor="bob")
    story.do(commands.state_impact, ID, "data-loss", "none", "restore test", actor="dana")
    story.do(commands.state_loss, ID, "100 EUR", "50", "finance")
    story.do(commands.complain, ID, 3, "zendesk")
    story.do(commands.complain, ID, 1)
    story.wait(20 * MINUTE)
    story.do(commands.change_status, ID, "monitoring")
    story.do(commands.change_status, ID, "resolved", "rolled back")
    return story


def _section(story: Story) -> str:
    text = render(build(story.events, ID, rank=what_changed, slos=(Slo("web", "", DAY, 10 * MINUTE),)))
    return text.partition("## Impact")[2].partition("## Root cause")[0]


def test_every_figure_stands_with_its_source_and_what_was_believed_then() -> None:
    section = _section(_story())
    assert (
        "**Users:** 12,000 (login dashboard; bob, `alice@host/3`); "
        "believed then: users affected: 80 % (`alice@host/2`)" in section
    )
    assert "**Data loss:** none (restore test; dana, `alice@host/4`); believed then: data at risk: yes" in section
    assert "**Revenue:** 1500.00 EUR (100 EUR a minute x 50 % x 30m (started_at to mitigated_at); finance" in section
    assert "**Complaints:** 4: 3 from zendesk (`alice@host/6`), 1 with no place named (`alice@host/7`)" in section
    assert "**Customer impact score:** 12.0: 80 % of users x 0.5 (SEV2) x 30m" in section
    assert "web: in 1d allows 10m: this incident took 30m (started_at to mitigated_at): broken by 20m" in section


def test_what_nobody_said_is_not_estimated() -> None:
    text = render(report(fresh()))
    for name in ("Users", "Requests failed", "Revenue", "Data loss", "Cost of the response"):
        assert f"**{name}:** not estimated" in text
    assert "**Service level agreement:** no SLA configured" in text
    assert "**Complaints:** none counted" in text
    assert "n/a (users-share unset and its beginning unset)" in text


def test_the_json_has_numbers_and_their_sources_and_is_valid() -> None:
    slos = (Slo("web", "", DAY, 10 * MINUTE),)
    rates = Rates(Decimal(60), "EUR")
    made = json.loads(render_json(build(_story().events, ID, rank=what_changed, rates=rates, slos=slos)))
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    assert made["impact"] == {
        "users_affected": 12000,
        "requests_failed": None,
        "revenue_impact": "1500.00 EUR",
        "revenue_impact_amount": 1500.0,
    }
    details = made["details"]
    (users,) = (each for each in details["impact_figures"] if each["figure"] == "users")
    assert (users["source"], users["by"], users["event"]) == ("login dashboard", "bob", "alice@host/3")
    assert [(each["source"], each["count"]) for each in details["complaints"]] == [("zendesk", 3), (None, 1)]
    assert [(each["state"], each["beyond_ms"]) for each in details["sla"]] == [("broken", 20 * MINUTE)]
    assert details["impact_score"] == 12.0
    amounts = [Decimal(each["amount"].split()[0]) for each in details["response_cost_shares"]]
    assert sum(amounts) == Decimal(details["response_cost"].split()[0])


def test_what_was_said_is_not_asked_again() -> None:
    asked = {each.text for each in report(_story()).questions}
    assert "How many requests failed?" in asked
    for text in ("How many users were affected?", "What did it cost in revenue?", "Was data lost, wrong or exposed?"):
        assert text not in asked


def test_the_payload_of_a_resolution_tells_of_data_loss() -> None:
    assert resolution(_story().incident())["data_loss"] == "none"


def test_hostile_sources_are_inert() -> None:
    story = _story()
    for text in HOSTILE.values():
        story.do(commands.complain, ID, 1, f"| <b> `x` {text[:400]}")
        story.do(commands.state_impact, ID, "sla", f"[x](javascript:y) {text[:400]}", f"<script> {text[:400]}")
    section = _section(story)
    assert "<script>" not in section
    assert "[x](javascript" not in section
    assert "\x1b" not in section
    json.loads(render_json(report(story)))
