"""What may be worth a hypothesis: ranked by what speaks for and against it, and never called a cause."""

from collections.abc import Sequence

from console.incident import commands
from console.incident.clock import HOUR, MINUTE, SECOND
from console.incident.deeds import ActionMoved
from console.incident.investigation import Lookup
from console.incident.priors import Learned, Prior
from console.present.candidates import Ailing, Candidate, candidates, choices, told
from console.present.evidence import Evidence, Finding
from console.present.investigation import Looked
from console.signals.changes import SeenChange
from tests.hostile import HOSTILE
from tests.incident.story import ID, START, Story

DEPLOY = Learned(Prior("deploy", "a deploy", 40, "roll back"), 40, 0, 0)
CONFIG = Learned(Prior("config", "configuration", 10, "put it back"), 10, 0, 0)


def change(name: str, before: int, what: str = "rollout") -> SeenChange:
    """Something that was changed so long (ms) before the onset."""
    return SeenChange(
        START - before, "k8s", what, f"deploy/{name}", f"{name} was changed", key=name, event=f"ci@h/{name}"
    )


def found(
    story: Story, changes: Sequence[SeenChange], *ailing: Ailing, looked: Sequence[Looked] = ()
) -> list[Candidate]:
    return candidates(story.state, story.incident(), changes, ailing, looked, [DEPLOY, CONFIG])


def an_outage() -> Story:
    story = Story()
    story.declare(started_at=START)
    return story


def test_what_is_nearest_of_the_kind_that_usually_is_it_and_of_what_is_down_comes_first() -> None:
    changes = [
        change("mail", 100 * MINUTE),
        change("cache", 50 * MINUTE, "config"),
        change("web", 5 * MINUTE),
        change("late", -10 * MINUTE),
    ]
    ranked = found(an_outage(), changes, Ailing("web", "down", START + SECOND, "bob@h/7"))
    assert [each.key for each in ranked] == ["ci@h/web", "ci@h/cache", "ci@h/mail"]
    first = ranked[0]
    assert (first.component, first.test) == ("web", "roll back, for a part of it: does it get better?")
    assert told(first) == [
        "for: 5m before the onset [ci@h/web]",
        "for: web was down after it [bob@h/7]",
        "for: prior 40 % (deploy), n=0 own incidents",
        "against: nothing known",
    ]
    assert first.evidence == (
        ("for", "ci@h/web", "5m before the onset"),
        ("for", "bob@h/7", "web was down after it"),
    )
    assert "against: only 1h 40m before the onset" in told(ranked[2])[-1]


def test_what_was_wrong_before_it_speaks_against_it_and_so_does_a_rollback_that_changed_nothing() -> None:
    story = an_outage()
    ahead = found(story, [change("web", 5 * MINUTE)], Ailing("web", "down", START - 20 * MINUTE, "bob@h/7"))[0]
    assert "against: web was down 15m before it [bob@h/7]" in told(ahead)
    story.write(ActionMoved("a1", "rollback", "deploy/web", "prod", "shop", "unchanged"))
    after = found(story, [change("web", 5 * MINUTE), change("api", 30 * MINUTE)])
    assert [each.key for each in after] == ["ci@h/api", "ci@h/web"]
    assert "against: rollback deploy/web: unchanged" in told(after[1])[-1].replace(" of ", " ")
    story.write(ActionMoved("a2", "rollback", "deploy/api", "prod", "shop", "improved"))
    assert "for: rollback of deploy/api: improved" in told(found(story, [change("api", 30 * MINUTE)])[0])


def test_what_is_seen_now_is_a_candidate_without_an_event_and_a_symptom_says_so() -> None:
    bad = Evidence((Finding("payments: major outage"),))
    looked = [
        Looked(Lookup("third-party", "Third parties", "dependencies", "ask them"), bad, None, None),
        Looked(Lookup("pods", "Pods", "symptoms", "look"), Evidence((Finding("3 pods of web"),)), None, None),
        Looked(Lookup("deploys", "Deploys", "recent changes", "ask"), bad, DEPLOY, None),
        Looked(Lookup("dns-tls", "Names", "dependencies", "dig"), Evidence(note="well"), None, None),
    ]
    ranked = found(an_outage(), [], looked=looked)
    assert [each.key for each in ranked] == ["look:third-party", "look:pods"]
    assert ranked[0].evidence == ()
    assert told(ranked[1])[-1] == "against: it may as well be what follows from the cause"


def test_one_that_was_taken_names_its_hypothesis() -> None:
    story = an_outage()
    changes = [change("web", 5 * MINUTE)]
    (first,) = found(story, changes)
    story.do(commands.add_hypothesis, ID, first.text, evidence=first.evidence, source=first.key)
    (again,) = found(story, changes)
    assert again.taken == "h1"
    assert choices([again])[0].label == "h1 · web was changed"
    assert story.incident().hypotheses["h1"].speaks_for[0].event == "ci@h/web"


def test_nothing_calls_a_candidate_a_cause_and_hostile_text_is_inert() -> None:
    changes = [
        SeenChange(START - HOUR // 2, "k8s", "rollout", text, text, event=f"ci@h/{at}", key=str(at))
        for at, text in enumerate(HOSTILE.values())
    ]
    for row in choices(found(an_outage(), changes)):
        assert row.label.isprintable()
        assert row.detail.isprintable()
        assert "root cause" not in f"{row.label} {row.detail}".lower()
