"""Everybody who may be needed: those in the incident first, with numbers, sources and ages; and somebody outside."""

import pytest

from console.incident import commands
from console.incident.duty import Duty
from console.incident.errors import Refused
from console.present.contacts import BRIDGE, card, rows
from console.present.due import due_items
from console.present.who import People
from console.settings import Catalogued, Directory, Party, Person
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, an_incident, context
from widgets.values import Tone

KNOWN = People(
    Directory(
        {"cara": Person("cara"), "bob": Person("bob", telephone="+44 20 7946 0001", email="bob@shop.example")},
        services={"web": Catalogued("web", "bob")},
        parties=(Party("vendor", telephone="+44 20 7946 0009", next_contact="every 30m"),),
    ),
    (
        Duty(
            "primary", "bob", until=START + 60 * MINUTE, read_at=START - 4 * MINUTE, cached=True, problems=("silent.",)
        ),
        Duty("second", "", source="second.ics"),
    ),
)


def test_gaps_come_first_then_who_is_in_the_incident_then_who_is_on_call_then_the_others() -> None:
    story = an_incident()
    story.do(commands.assign_role, ID, "scribe", "erin", contact="desk 4")
    labels = [row.label for row in rows(story.incident(), KNOWN, START)]
    assert labels == [
        "NOBODY · on call: second",
        "alice · commander",
        "erin · scribe",
        "bob · on call: primary",
        "cara",
        "vendor · vendor",
    ]


def test_where_people_speak_with_each_other_comes_before_whom_to_call() -> None:
    first = rows(None, KNOWN, START, "https://meet.example/war")[0]
    assert (first.key, first.label) == (BRIDGE, "bridge · https://meet.example/war")


def test_a_number_has_its_source_its_age_and_what_went_wrong() -> None:
    found = {row.key: row.detail for row in rows(None, KNOWN, START)}
    assert found["bob"] == (
        "+44 20 7946 0001, bob@shop.example; from on-call 'primary', cached 4m ago, for 1h more (silent.)"
    )
    assert found["cara"] == "no number known"


def test_a_card_has_all_that_is_known() -> None:
    story = an_incident()
    story.do(commands.offer_role, ID, "technical", "bob")
    assert dict(card("bob", story.incident(), KNOWN, START)) == {
        "name": "bob",
        "telephone": "+44 20 7946 0001",
        "email": "bob@shop.example",
        "role": "technical (offered)",
        "on call": "from on-call 'primary', cached 4m ago, for 1h more (silent.)",
        "owns": "web",
    }
    assert dict(card("alice", story.incident(), KNOWN, START))["contact"] == "no number known"
    assert dict(card("party:vendor", None, KNOWN, START))["telephone"] == "+44 20 7946 0009"


def test_somebody_outside_is_called_again_when_it_is_time() -> None:
    story = an_incident()
    assert rows(story.incident(), KNOWN, START)[-1].detail == "+44 20 7946 0009, next contact every 30m"
    story.do(commands.contacted, ID, "Vendor", "they look into it", span=30 * MINUTE, ticket="T-77", known=("vendor",))
    due = {item.key: item for item in due_items(story.incident(), context(), START)}["party:vendor"]
    assert (due.text, due.at) == ("☏ vendor again", START + 30 * MINUTE)
    row = rows(story.incident(), KNOWN, START + 31 * MINUTE)[-1]
    assert (row.label, row.tone) == ("vendor · vendor · ticket T-77 · call again, 1m late", Tone.BAD)
    assert row.detail == "+44 20 7946 0009; 31m ago: they look into it"
    story.do(commands.contacted, ID, "vendor", "it is mended", known=("vendor",))
    assert "party:vendor" not in [item.key for item in due_items(story.incident(), context(), START)]
    assert story.incident().contacts["vendor"].ticket == "T-77"


@pytest.mark.parametrize(
    ("party", "text", "span", "words"),
    [
        ("vendro", "x", None, "did you mean 'vendor'"),
        ("vendor", " ", None, "is empty"),
        ("vendor", "x", 8 * 24 * 60 * MINUTE, "within a week"),
    ],
)
def test_what_makes_no_sense_is_refused(party: str, text: str, span: int | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        an_incident().do(commands.contacted, ID, party, text, span=span, known=("vendor",))
