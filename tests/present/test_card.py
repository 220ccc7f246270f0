"""The card of an action: everything that preflight found stands on it, and nothing that attacks a terminal."""

import pytest

from console.incident.action import BLOCKS, INFORMS, UNCHECKED, WARNS, Changed, Finding, Target, Wanted
from console.present.card import card_about, card_context, card_lines, card_title, judgement
from tests.hostile import HOSTILE
from tests.present.cards import FINDINGS, WEB, a_blocked_card, a_card, a_delete
from tests.present.scene import said
from widgets.text import safe_text
from widgets.values import Tone


def lines(**more: object) -> list[str]:
    """The lines of a card as texts."""
    return [said(line) for line in card_lines(a_card(**more))]


def test_the_card_says_what_where_as_whom_and_for_which_service() -> None:
    told = lines()
    assert "in      prod-eu on https://10.0.0.1:6443" in told
    assert "as      alice" in told
    assert "service web" in told
    assert card_title(a_card()) == "rollback deploy/web r14 > r13"
    assert said(card_about(a_card())) == "shop/web (Deployment)"


def test_a_node_has_no_namespace_on_its_card() -> None:
    plan = a_card(wanted=Wanted("cordon", Target("prod-eu", "Node", "", "n1")))
    assert said(card_about(plan)) == "n1 (Node)"


@pytest.mark.parametrize(
    ("level", "mark"),
    [(BLOCKS, "✖ blocks"), (UNCHECKED, "? could not check"), (WARNS, "▲ warns"), (INFORMS, "✓")],
)
def test_every_finding_stands_on_the_card_with_its_level_and_what_was_looked_at(level: str, mark: str) -> None:
    assert f"  {mark} quota: it is full" in lines(findings=(Finding(level, "quota", "it is full"),))


def test_the_gravest_findings_come_first_whatever_order_they_are_in() -> None:
    found = lines(findings=(*reversed(FINDINGS), Finding(BLOCKS, "paused", "it is paused")))
    marks = [line.split()[0] for line in found if line.startswith("  ") and line.split()[0] in "✖?▲✓"]
    assert marks == ["✖", "?", "▲", "✓", "✓", "✓"]


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        (FINDINGS, "Look first: 1 warning, 1 not checked."),
        ((FINDINGS[1], FINDINGS[1]._replace(text="another")), "Look first: 2 warnings."),
        (FINDINGS[:1], "Look first: 1 not checked."),
        (FINDINGS[2:], "Nothing stands against it (3 checks)."),
        ((), "Nothing stands against it (0 checks)."),
    ],
)
def test_the_first_line_says_what_the_findings_come_to(findings: tuple[Finding, ...], told: str) -> None:
    assert said(judgement(a_card(findings=findings))) == told


def test_what_blocks_is_named_in_the_first_line() -> None:
    assert said(judgement(a_blocked_card())) == "This cannot be done: paused blocks it."


def test_what_changes_stands_from_to() -> None:
    told = lines()
    assert "  image: web:2.4.1 → web:2.4.0" in told
    assert "  env PAYMENTS_TOKEN: nothing → comes back" in told
    assert "Nothing changes." in lines(changes=())


def test_the_exact_request_stands_on_the_card() -> None:
    told = lines()
    path = "/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=warroom&fieldValidation=Strict"
    assert f"  PATCH {path}" in told
    assert "  application/json-patch+json" in told
    assert '  [{"op":"replace","path":"/metadata/resourceVersion","value":"4711"}]' in told
    assert "The exact request" not in lines(request=None)


def test_the_way_back_is_named_or_that_there_is_none() -> None:
    assert "  the way back: rollback to what runs now, kept in the ledger (L)" in lines()
    assert "  the way back: scale to 4, kept in the ledger (L)" in lines(undo=Wanted("scale", WEB, "4"))
    assert "  there is no way back from this" in [said(line) for line in card_lines(a_delete())]


def test_it_says_how_long_what_is_watched() -> None:
    assert "  watched: the rollout, then web, for 3m, then a verdict on the timeline" in lines()


def test_production_stands_first_and_in_its_colour() -> None:
    assert said(card_context(a_card())) == "prod-eu [PRODUCTION]  https://10.0.0.1:6443"
    assert {span.tone for span in card_context(a_card())} == {Tone.BAD}
    assert said(card_context(a_delete())) == "lab  https://10.0.0.1:6443"
    assert {span.tone for span in card_context(a_delete())} == {Tone.INFO}


def test_a_long_name_of_a_context_leaves_room_for_what_follows_it() -> None:
    arn = "arn:aws:eks:eu-west-1:123456789012:cluster/prod-eu"
    assert said(card_context(a_card(production=arn))).startswith("arn:aws:e…56789012:cluster/prod-eu [PRODUCTION]")
    assert len("arn:aws:e…56789012:cluster/prod-eu") <= 34
    assert f"in      {arn} on https://10.0.0.1:6443" in lines(
        wanted=Wanted("rollback", WEB._replace(context=arn)), production=arn
    )


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_through_a_card(attack: str) -> None:
    plan = a_card(
        wanted=Wanted("rollback", Target(attack, "Deployment", attack, attack), "", attack),
        summary=attack,
        server=attack,
        who=attack,
        production=attack,
        changes=(Changed(attack, attack, attack),),
        findings=(Finding(WARNS, "quota", attack),),
    )
    shown = (card_title(plan), *(said(line) for line in (card_context(plan), card_about(plan), *card_lines(plan))))
    assert all(line == safe_text(line, 50_000) for line in shown)
