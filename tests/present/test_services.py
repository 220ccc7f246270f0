"""The services pane: the worst first, never a guess."""

from checks.kubernetes.objects import ClusterSeen, Workload
from checks.sample import Status
from console.incident.action import Target
from console.present.services import services_table
from console.present.snapshot import Snapshot
from tests.incident.story import START
from tests.present.scene import MINUTE, cells, context, notes, row, snapshot, source
from tests.room import NOW, SERVICES, a_service, figure
from widgets.values import TableValue, Tone


def shown(seen: Snapshot, now: int = NOW, hint: str = "", **more: object) -> TableValue:
    """The pane."""
    return services_table(seen, context(hint=hint, **more), now)


def test_the_worst_service_stands_first() -> None:
    assert [each.key for each in shown(snapshot(services=SERVICES)).rows] == ["api", "web", "queue", "database"]


def test_health_is_told_by_shape_word_and_colour() -> None:
    table = shown(snapshot(services=SERVICES))
    told = [(line[0].text, line[2].text, line[2].tone) for line in (each.cells for each in table.rows)]
    assert told == [
        ("✖", "DOWN", Tone.BAD),
        ("▲", "degraded", Tone.WARN),
        ("?", "no data", Tone.UNKNOWN),
        ("●", "ok", Tone.OK),
    ]
    assert (table.badge.text, table.tone) == ("2 of 4 bad", Tone.BAD)


def test_a_service_says_its_numbers_since_when_and_why() -> None:
    table = shown(snapshot(services=SERVICES))
    assert cells(table, "api") == ["✖", "api", "DOWN", "6.1%", "1.2s", "11m", "api is down"]
    assert cells(table, "database") == ["●", "database", "ok", "0%", "12ms", "10h", ""]


def test_a_number_that_has_grown_old_carries_its_age() -> None:
    assert cells(shown(snapshot(services=SERVICES), NOW + 5 * MINUTE), "api")[3] == "6.1% 5m old"


def test_before_the_first_look_nothing_has_lasted_since_1970() -> None:
    unseen = a_service("web", Status.UNKNOWN, None, None)._replace(since=0, at=0)
    assert cells(shown(snapshot(services=(unseen,))), "web")[5] == ""


def test_a_source_that_is_down_says_its_error_its_last_answer_and_the_next_try() -> None:
    seen = snapshot(
        services=SERVICES, sources=(source(), source("web http", "no answer within 2 s", START - 2 * MINUTE))
    )
    assert notes(shown(seen, START)) == ["? web http: answered 2m ago; no answer within 2 s; next try in 2s"]


def test_a_source_that_never_answered_says_that() -> None:
    seen = snapshot(services=SERVICES, sources=(source("web http", "no answer within 2 s", None),))
    assert notes(shown(seen, START)) == ["? web http: no answer yet; no answer within 2 s; next try in 2s"]


def test_a_bare_machine_says_what_one_more_line_would_watch() -> None:
    host = a_service("host", Status.OK, None, None)
    assert notes(shown(snapshot(services=(host,)), hint="one line watches more")) == ["one line watches more"]


def test_an_empty_pane_says_why() -> None:
    assert shown(snapshot()).empty[0].text == "no source is configured"
    assert shown(snapshot(ready=False)).empty[0].text == "first look ..."


def test_the_name_and_the_reason_of_a_service_are_outside_text() -> None:
    hostile = a_service("a\x1b]0;x\x07", Status.DOWN, None, None)._replace(reason="\u202e[/x]")
    texts = "".join(cell.text for cell in row(shown(snapshot(services=(hostile,))), hostile.service).cells)
    assert not set(texts) & {"\x1b", "\x07", "\u202e"}


def test_what_else_is_measured_of_a_service_stands_in_its_row() -> None:
    others = (figure("p99", 2.0, "s"), figure("traffic", 120.0, "/s"), figure("active_users", 1204.0, ""))
    well = a_service("web", Status.OK, 0.0, 0.012)._replace(others=others)
    ill = a_service("api", Status.DOWN, 0.5, 0.012)._replace(others=(*others, figure("queue", None, "")))
    table = shown(snapshot(services=(well, ill)))
    assert cells(table, "web")[-1] == "traffic 120/s · active users 1,204"
    assert cells(table, "api")[-1] == "api is down · traffic 120/s · active users 1,204"


def test_a_service_that_names_its_workload_tells_its_rollout() -> None:
    cluster = ClusterSeen("sim", workloads=(Workload("Deployment", "shop", "web", "u1", 6, 3, 3, 3, 7, revision="14"),))
    well = a_service("web", Status.OK, 0.0, 0.012)
    place = {"web": Target("sim", "Deployment", "shop", "web")}
    table = shown(snapshot(services=(well,), clusters=(cluster,)), workloads=place)
    assert "3/6 updating r14" in cells(table, "web")
