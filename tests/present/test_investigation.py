"""What the panes know of each thing to look at: findings with since when; not watched is never well."""

from pathlib import Path

import pytest

from checks.kubernetes.objects import ClusterSeen, Node, Pod, ResourceSeen, Scaler
from checks.sample import Quality, Reading, Sample, Status
from console.incident import commands
from console.present.evidence import PROBES, look
from console.present.investigation import choices, investigation
from console.present.snapshot import ChartSeen, FeedSeen, Snapshot
from console.settings import Settings
from console.signals.changes import SeenChange
from console.signals.health import CheckHealth, Figure, ServiceHealth
from console.wiring import guides
from tests.hostile import HOSTILE
from tests.incident.story import ID, START
from tests.present.scene import MINUTE, SECOND, an_incident, snapshot
from widgets.text import safe_text
from widgets.values import Tone

SETTINGS = Settings(log_dir=Path("unused"), user="alice")
KNOWN = (guides.investigation(SETTINGS), guides.priors(SETTINGS))
READ = (ResourceSeen("pods", "ok"),)


def figure(metric: str, value: float | None, unit: str = "ratio") -> Figure:
    quality = Quality.NO_DATA if value is None else Quality.VALUE
    return Figure(metric, value, unit, quality, START - SECOND, START + MINUTE, "24 probes")


def service(name: str, status: Status, errors: float | None = 0.0, *others: Figure, check: str = "") -> ServiceHealth:
    checks = (CheckHealth(check, status, "no answer", START),) if check else ()
    number = figure("error_rate", errors)
    nothing = figure("p95", None, "s")
    return ServiceHealth(name, status, START - 5 * MINUTE, START, "as told", number, nothing, nothing, checks, others)


def cluster(**more: object) -> ClusterSeen:
    return ClusterSeen("eu", resources=READ)._replace(**more)  # type: ignore[arg-type]  # as the tests say


def change(what: str, at: int) -> SeenChange:
    return SeenChange(at, "kubernetes", what, "deploy/web", f"web {what}", key=f"{what}{at}")


@pytest.mark.parametrize("name", PROBES)
def test_a_bare_console_shows_nothing_as_well(name: str) -> None:
    evidence = look(name, snapshot(an_incident()), START)
    assert (evidence.findings, evidence.tone) == ((), Tone.UNKNOWN)
    assert evidence.note.startswith("by hand: ")


def test_a_thing_that_nothing_here_tells_is_by_hand() -> None:
    assert look("", snapshot(), START).note == "by hand"


def seen(**more: object) -> Snapshot:
    return snapshot(an_incident(), **more)


def test_a_change_before_the_onset_is_found_with_its_distance_and_one_after_it_is_not() -> None:
    feeds = (FeedSeen("eu"),)
    changes = (change("rollout", START - 12 * MINUTE), change("rollout", START + 5 * MINUTE))
    evidence = look("deploys", seen(feeds=feeds, changes=changes), START + 6 * MINUTE)
    assert [(each.text, each.since) for each in evidence.findings] == [
        ("web rollout, 12 min before the onset", START - 12 * MINUTE)
    ]
    assert look("deploys", seen(feeds=feeds), START).tone is Tone.OK


def test_a_source_that_is_lost_makes_nothing_found_unknown() -> None:
    evidence = look("deploys", seen(feeds=(FeedSeen("eu"), FeedSeen("shop", "no such folder"))), START)
    assert (evidence.tone, "not watched: shop" in evidence.note) == (Tone.UNKNOWN, True)
    lost = look("pods", seen(clusters=(cluster(error="refused"),)), START)
    assert (lost.tone, lost.note) == (Tone.UNKNOWN, "not read: eu")


def test_an_error_rate_is_found_since_when_and_a_service_that_is_not_measured_is_named() -> None:
    bad = look("error_rate", seen(services=(service("api", Status.DOWN, 0.061), service("web", Status.OK))), START)
    assert [(each.text, each.tone, each.since) for each in bad.findings] == [
        ("api error rate 6.1%", Tone.BAD, START - 5 * MINUTE)
    ]
    well = look("error_rate", seen(services=(service("web", Status.OK),)), START)
    assert (well.tone, well.note) == (Tone.OK, "web 0%")
    half = look("error_rate", seen(services=(service("web", Status.OK), service("db", Status.OK, None))), START)
    assert (half.tone, half.note) == (Tone.UNKNOWN, "web 0%; not measured: db")


def test_a_number_that_is_stale_is_no_evidence() -> None:
    assert look("error_rate", seen(services=(service("web", Status.OK),)), START + 2 * MINUTE).tone is Tone.UNKNOWN


def test_autoscalers_pods_and_nodes_speak_where_a_cluster_is_read() -> None:
    full = Scaler("shop", "web", "Deployment", "web", 2, 10, 10, 10, START - MINUTE)
    pods = tuple(
        Pod("shop", f"web-{n}", f"u{n}", "CrashLoopBackOff", 0, 1, workload="deploy/web", last_at=START - n * MINUTE)
        for n in (1, 2)
    )
    bad = seen(clusters=(cluster(scalers=(full,), pods=pods, nodes=(Node("n1", ready=False),)),))
    told = {name: [each.text for each in look(name, bad, START).findings] for name in ("saturation", "pods", "nodes")}
    assert told == {
        "saturation": ["web is at its maximum of 10 replicas"],
        "pods": ["2 pods of deploy/web CrashLoopBackOff"],
        "nodes": ["node n1 not ready"],
    }
    good = Pod("shop", "web-1", "u1", "Running", 1, 1)
    well = seen(clusters=(cluster(scalers=(full._replace(current=4),), pods=(good,), nodes=(Node("n1", ready=True),)),))
    assert {look(name, well, START).tone for name in ("saturation", "replicas", "pods", "nodes")} == {Tone.OK}


def test_third_parties_names_and_certificates_are_told_by_their_checks() -> None:
    vendor = service("payments", Status.DEGRADED, None, check="payments status page")
    assert look("third_party", seen(services=(vendor,)), START).findings[0].text == "payments status page: no answer"
    names = service("db", Status.OK, None, check="db dns")
    assert look("dns_tls", seen(services=(names,)), START).note == "db ok; no certificate is watched"
    ends = service("web", Status.OK, 0.0, figure("tls_days", 3.0, "days"))
    found = look("dns_tls", seen(services=(names, ends)), START).findings
    assert [each.text for each in found] == ["the certificate of web ends in 3 days"]
    good = service("web", Status.OK, 0.0, figure("tls_days", 60.0, "days"))
    assert look("dns_tls", seen(services=(names, good)), START).tone is Tone.OK


def test_traffic_out_of_its_usual_range_is_found() -> None:
    chart = ChartSeen("api", "traffic", "/s", START - MINUTE, START, (), latest=900.0, band=(100.0, 200.0))
    assert look("traffic", seen(charts=(chart,)), START).findings[0].text == "api 900/s, usual 100 to 200/s"
    assert look("traffic", seen(charts=(chart._replace(latest=150.0),)), START).tone is Tone.OK


def test_that_this_machine_is_well_says_nothing_of_the_others() -> None:
    readings = (Reading("disk:/", 0.4, "ratio"), Reading("memory_available_ratio", 0.5, "ratio"))
    host = Sample("host", START, Status.OK, readings=readings)
    assert look("disk_memory", seen(host=host), START).tone is Tone.UNKNOWN
    full = Sample("host", START, Status.OK, readings=(Reading("disk:/", 0.95, "ratio"),))
    assert look("disk_memory", seen(host=full), START).findings[0].text == "disk / of this machine is 95% full"


def test_the_list_is_sorted_by_priors_which_are_named_as_such_and_says_what_to_do_by_hand() -> None:
    rows = choices(investigation(seen(), *KNOWN, START), START)
    assert rows[0].label == "? Deploys and releases: by hand: no [[cluster]] or [[repository]] is watched"
    assert "prior 40 % (deploy), n=0 own incidents, fix: roll back" in rows[0].detail
    assert "ask who rolled out what" in rows[0].detail
    assert rows[-1].key == "security"


def test_what_was_looked_at_by_hand_is_ticked_and_says_by_whom() -> None:
    story = an_incident()
    story.do(commands.set_item, ID, "look:slow-queries", "looked at: Slow queries", "done")
    rows = {row.key: row for row in choices(investigation(snapshot(story), *KNOWN, START), START)}
    assert rows["slow-queries"].label.startswith("✓ ? Slow queries and locks: by hand")
    assert "looked at by alice" in rows["slow-queries"].detail


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_nothing_hostile_gets_into_a_row(attack: str) -> None:
    hostile = change("rollout", START - MINUTE)._replace(text=attack)
    rows = choices(investigation(seen(feeds=(FeedSeen(attack),), changes=(hostile,)), *KNOWN, START), START)
    told = [text for row in rows for text in (row.label, row.detail)]
    assert told == [safe_text(text, 10_000) for text in told]
