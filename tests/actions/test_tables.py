"""What can be done to what stands in one table; everything else that goes by verbs or kinds knows all of it."""

from console.actions.drafts.by_verb import DRAFTS
from console.actions.places import BY_KIND
from console.actions.preflight.rights import USED
from console.cli.acting import KINDS as WORDS
from console.cli.acting import VERBS as COMMANDS
from console.incident.action import VERBS, VERBS_OF
from console.screens.cluster.verbs import _MEANINGS, EVIDENCE


def test_every_verb_is_for_some_kind_and_has_a_draft_a_right_a_meaning_and_a_command() -> None:
    known = set(VERBS)
    assert {verb for verbs in VERBS_OF.values() for verb in verbs} == known
    assert set(DRAFTS) == set(USED) == known
    assert set(_MEANINGS) == {*known, EVIDENCE}, "what a row shows can be kept, which is no action"
    assert {name.removeprefix("act ") for name in COMMANDS} - {"check", "undo"} == known


def test_every_kind_has_a_place_and_words_for_the_command_line() -> None:
    assert set(BY_KIND) == set(WORDS) == set(VERBS_OF)
