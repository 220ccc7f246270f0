"""What the changes pane says at the widths it gets, and what it says where there is nothing to say."""

from datetime import timedelta, timezone

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import Instant
from console.incident.record import Incident
from console.present.changes import changes_table, distance
from console.present.snapshot import FeedSeen
from console.signals.changes import SeenChange
from tests.hostile import HOSTILE
from tests.incident.story import ID, START, Story
from tests.present.scene import cells, notes, row, said
from tests.widgets.drawn import stage
from widgets.pane import TablePane
from widgets.values import TableValue, Tone

ONSET = START - 20 * MINUTE
FEEDS = (FeedSeen("shop-eu"), FeedSeen("shop"))
WORK = (
    (-12, "shop a1b2c3d Raise pool size", "Ada Byron"),
    (-49, "deploy/web r13 > r14: web:2.4.0 > web:2.4.1", "ci-deployer"),
    (-100, "configmap/web-settings changed", "helm"),
    (4, "hpa/web 3 > 8 replicas", ""),
    (-15, "secret/db-password changed", "external-secrets-controller"),
)


def changes(*work: tuple[float, str, str]) -> tuple[SeenChange, ...]:
    """Changes at so many minutes from the onset."""
    return tuple(
        SeenChange(round(ONSET + minutes * MINUTE), "k", "rollout", "t", text, by, "eu", text, f"alice@host/{number}")
        for number, (minutes, text, by) in enumerate(work or WORK, 1)
    )


def incident(onset: Instant | None = ONSET) -> Incident:
    """An incident whose onset is known, or not."""
    story = Story()
    story.do(commands.declare, id=ID, title="x", severity="SEV1", scheme=story.scheme, started_at=onset)
    return story.incident()


def table(during: Incident | None = None, *work: tuple[float, str, str]) -> TableValue:
    return changes_table(changes(*work), FEEDS, during, START)


async def drawn(value: TableValue, width: int, height: int = 10) -> str:
    async with stage(TablePane(value), size=(width, height)) as (app, _):
        return f"{app.text()}\n"


AT_90 = """\
━━ ▸ Changes ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 4 near ━━
▸◆  17:10  shop a1b2c3d Raise pool size                   Ada Byron            12m before
 ◇  17:07  secret/db-password changed                     external-secret…     15m before
 ◇  16:33  deploy/web r13 > r14: web:2.4.0 > web:2.4.1    ci-deployer          49m before
 ·  15:42  configmap/web-settings changed                 helm              1h 40m before
 →  17:26  hpa/web 3 > 8 replicas                                                4m after


 ◆ 12 min before the onset: shop a1b2c3d Raise pool size
 → newest, 16m ago: hpa/web 3 > 8 replicas
"""
AT_60 = """\
━━ ▸ Changes ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 4 near ━━
▸◆ 17:10 shop a1b2c3d Raise pool size            12m before
 ◇ 17:07 secret/db-password changed              15m before
 ◇ 16:33 deploy/web r13 > r14: web:2.4.0 > w…    49m before
 · 15:42 configmap/web-settings changed       1h 40m before
 → 17:26 hpa/web 3 > 8 replicas                    4m after


 ◆ 12 min before the onset: shop a1b2c3d Raise pool size
 → newest, 16m ago: hpa/web 3 > 8 replicas
"""
AT_24 = """\
━━ ▸ Changes ━ 4 near ━━
▸◆ 17:10 shop a1b2c3d…
 ◇ 17:07 secret/db-pas…
 ◇ 16:33 deploy/web r1…
 · 15:42 configmap/web…
 → 17:26 hpa/web 3 > 8…

 ◆ 12 min before the
 onset: shop a1b2c3d
 Raise pool size
"""
CALM = """\
━━ ▸ Changes (2 h) ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ 5 ━━
▸◇ 17:26 hpa/web 3 > 8 replicas                     16m ago
 ◇ 17:10 shop a1b2c3d Raise poo… Ada Byron          32m ago
 ◇ 17:07 secret/db-password cha… external-secret…   35m ago
 ◇ 16:33 deploy/web r13 > r14:…  ci-deployer      1h 9m ago
 ◇ 15:42 configmap/web-settings… helm                2h ago




"""


async def test_an_incident_has_its_changes_around_its_onset_the_nearest_named_below() -> None:
    assert await drawn(table(incident()), 90) == AT_90


async def test_who_did_it_leaves_first_then_how_far_it_was() -> None:
    assert await drawn(table(incident()), 60) == AT_60
    assert await drawn(table(incident()), 24) == AT_24


async def test_without_an_incident_the_newest_is_first_with_its_age() -> None:
    assert await drawn(table(None), 60) == CALM


@pytest.mark.parametrize("width", range(24, 91, 3))
async def test_no_line_is_wider_than_the_pane(width: int) -> None:
    lines = (await drawn(table(incident()), width)).splitlines()
    assert max(map(len, lines)) <= width
    assert lines[1].split()[:3] == ["▸◆", "17:10", "shop"]


def test_the_nearest_before_the_onset_is_marked_and_what_came_after_it_too() -> None:
    assert [each.cells[0].text for each in table(incident()).rows] == ["◆", "◇", "◇", "·", "→"]
    assert table(incident()).rows[0].cells[0].tone is Tone.WARN


def test_a_change_after_the_onset_is_never_the_candidate() -> None:
    value = table(incident(), (5, "late", ""), (40, "later", ""))
    assert [each.cells[0].text for each in value.rows] == ["→", "→"]
    assert [note for note in notes(value) if note.startswith("◆")] == []


def test_a_nearest_change_of_long_before_is_marked_but_does_not_press() -> None:
    value = table(incident(), (-110, "early", ""))
    assert value.rows[0].cells[0] == ("◆", Tone.CHANGE)
    assert notes(value) == ["◆ 110 min before the onset: early"]
    assert value.badge.text == "1"


def test_while_nobody_has_said_when_it_began_the_declaration_stands_for_the_onset() -> None:
    value = table(incident(onset=None), (-32, "shop 1 x", ""))
    assert notes(value) == ["◆ 52 min before the declaration: shop 1 x"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-12, "12 min before"), (3, "3 min after"), (0, "at"), (0.5, "at"), (-1.5, "90 s before"), (-300, "5 h before")],
)
def test_the_distance_is_said_as_people_say_it(minutes: float, words: str) -> None:
    assert distance(round(ONSET + minutes * MINUTE), ONSET) == words


def test_a_change_of_another_day_tells_the_day_in_the_zone_of_the_screen() -> None:
    value = changes_table(changes((-100, "x", "")), FEEDS, incident(), START, timezone(timedelta(hours=8)))
    assert row(value, "alice@host/1").cells[1].text == "11-21"
    assert cells(changes_table(changes((-10, "x", "")), FEEDS, incident(), START), "alice@host/1")[1] == "17:12"


def test_where_nothing_was_changed_it_is_said_who_watches() -> None:
    assert said(changes_table((), FEEDS, None, START).empty) == ("no change in the last 2 h; watched: shop-eu, shop")
    assert said(changes_table((), FEEDS, incident(), START).empty) == ("no change since 15:22; watched: shop-eu, shop")


def test_without_a_source_it_is_said_how_to_name_one() -> None:
    assert said(changes_table((), (), None, START).empty) == (
        "nothing tells what changes: name a [[cluster]] or a [[repository]] in warroom.toml"
    )


def test_a_source_that_fails_is_told_with_its_reason_whether_there_are_rows_or_not() -> None:
    feeds = (FeedSeen("shop-eu"), FeedSeen("shop", "/srv/shop is not a git repository"))
    assert said(changes_table((), feeds, None, START).empty) == (
        "no change in the last 2 h; watched: shop-eu (not watched: shop: /srv/shop is not a git repository)"
    )
    assert said(changes_table((), feeds[1:], None, START).empty).startswith("no source of changes answers: shop: ")
    assert notes(changes_table(changes(), feeds, None, START)) == ["? shop: /srv/shop is not a git repository"]


def test_a_long_list_is_cut_and_the_badge_counts_all_of_it() -> None:
    value = table(None, *((-minutes / 10, f"{minutes}", "") for minutes in range(500)))
    assert (len(value.rows), value.badge.text) == (200, "500")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_commit_says_cannot_reach_the_terminal(text: str) -> None:
    value = changes_table(changes((-1, text, text)), (FeedSeen(text, text),), incident(), START)
    shown = [cell.text for each in value.rows for cell in each.cells] + list(notes(value))
    assert all(each.isprintable() for each in shown)
