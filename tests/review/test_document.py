import json
from decimal import Decimal

import jsonschema
import pytest

from console.incident.cost import Money, Rates, money
from console.papers import what_changed
from console.review.document import document, render_json, resolution
from console.review.report import build
from tests.incident.story import DATA, ID, Story
from tests.review.stories import STORIES, checkout, fresh, report

SCHEMA = json.loads((DATA / "schemas" / "incident.schema.json").read_text())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", STORIES)
def test_every_export_is_valid(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(render_json(report(STORIES[name]()))))


def test_the_shape_has_the_keys_that_other_programs_read() -> None:
    made = document(report(checkout()))
    shape = {key: sorted(value) for key, value in made.items() if isinstance(value, dict) and key != "details"}
    assert shape == {
        "incident": ["id", "severity", "title"],
        "timeline": ["acknowledged", "detected", "mitigated", "resolved"],
        "root_cause": ["component", "issue", "trigger"],
        "mitigation": ["immediate", "permanent"],
        "impact": ["requests_failed", "revenue_impact", "revenue_impact_amount", "users_affected"],
        "post_mortem": ["action_items", "document", "lessons_learned"],
        "prevention": ["alerts_added", "monitoring_added", "runbook_updated"],
    }
    assert made["status"] == "resolved"


def test_what_is_not_known_is_null() -> None:
    made = document(report(fresh()))
    assert set(made["timeline"].values()) == {None}
    assert set(made["root_cause"].values()) == set(made["impact"].values()) == {None}


def test_money_is_a_text_with_its_currency_beside_a_number() -> None:
    assert money(Money(Decimal("1234.505"), "EUR")) == ("1234.51 EUR", 1234.51)
    assert money(None) == (None, None)
    made = document(build(checkout().events, ID, rank=what_changed, rates=Rates(Decimal(80), "EUR")))
    assert made["details"]["response_cost"].endswith(" EUR")
    assert isinstance(made["details"]["response_cost_amount"], float)
    jsonschema.Draft202012Validator(SCHEMA).validate(made)


def test_the_payload_of_a_resolution_has_what_others_expect() -> None:
    payload = resolution(checkout().incident())
    assert payload == {
        "incident_id": ID,
        "severity": "SEV1",
        "duration_minutes": 20,
        "root_cause": None,
        "mitigation": None,
        "data_loss": None,
    }
    assert resolution(fresh().incident())["duration_minutes"] is None


def test_the_json_is_ascii_only() -> None:
    story = Story()
    story.declare(title="数据库 \u202e \x9b")
    assert render_json(report(story)).isascii()
