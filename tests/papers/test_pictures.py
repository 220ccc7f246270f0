"""Charts of a postmortem: out of the sample store, with what was done meanwhile, the same bytes every time."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from checks.sample import Reading, Sample, Status
from console.incident.clock import MINUTE, SECOND
from console.journal.samples import SampleStore
from console.papers import Store, render, with_pictures, write
from console.papers.drawing import Happened, draw, standalone
from console.review.pictured import Curve, Mark, Pictured, ServiceChart, csv, phases, shown_span
from console.review.report import Report
from console.signals.health import Watched
from tests.fakes import FakeClock
from tests.incident.story import START
from tests.review.stories import checkout, fresh, released, report


def sampled(folder: Path, check: str = "api prometheus") -> Path:
    """A store with the error rate and p95 of a check from before the onset to the end, every ten seconds."""
    clock = FakeClock(START - 30 * MINUTE)
    store = SampleStore.open(folder, "alice@host", clock)
    for beat in range(300):
        bad = START - 10 * MINUTE <= clock.now <= START + 9 * MINUTE
        readings = (Reading("error_rate", 0.2 if bad else 0.001, "ratio"), Reading("p95", 0.1 + beat / 1000, "s"))
        store.write(clock(), [Sample(check, clock.now, Status.OK, readings=readings)])
        clock.advance(10)
    assert store.close(60)
    return folder


def chart(**changed: object) -> ServiceChart:
    rate = Curve("Error rate", "ratio", (("error_rate", (0.01, None, 0.3, 0.2)),), 0.05)
    made = ServiceChart("chart-api", "api", START, START + 4 * MINUTE, (rate,), report(checkout()).health)
    return made._replace(**changed)  # type: ignore[arg-type]


def pictured(folder: Path) -> Report:
    return with_pictures(report(checkout()), Store(folder, [Watched("api prometheus", "api", 10)]))


def test_a_service_that_was_hit_has_a_chart_of_the_numbers_in_the_store(tmp_path: Path) -> None:
    (found,) = pictured(sampled(tmp_path)).pictured.charts
    start, end = shown_span(report(checkout()).incident, report(checkout()).end)
    assert (found.service, found.start) == ("api", start)
    assert abs(found.end - end) < SECOND
    rate, latency = found.curves
    assert 0.2 in [round(value, 3) for value in rate.lines[0][1] if value is not None]
    assert [name for name, _ in latency.lines] == ["p95"]


def test_what_is_not_configured_any_more_is_found_in_the_store_by_the_name_of_its_service(tmp_path: Path) -> None:
    made = with_pictures(report(checkout()), Store(sampled(tmp_path)))
    assert [each.service for each in made.pictured.charts] == ["api"]
    other = with_pictures(report(checkout()), Store(sampled(tmp_path / "other", "apiary http")))
    assert other.pictured == Pictured(unmeasured=("api",))


def test_without_samples_the_document_says_so(tmp_path: Path) -> None:
    made = with_pictures(report(checkout()), Store(tmp_path))
    assert "There are no samples of the services in this time, and so no charts." in render(made, "md")


def test_the_same_numbers_give_the_same_picture_which_is_xml_and_loads_nothing() -> None:
    made = report(released())
    happened = Happened(made.marks, phases(made.incident))
    drawn = draw(chart(), happened, "api & <others>")
    assert drawn == draw(chart(), happened, "api & <others>")
    root = ET.fromstring(standalone(drawn))
    assert [child.tag.rpartition("}")[2] for child in root][:3] == ["title", "desc", "style"]
    assert root[0].text == "api & <others>"
    assert not re.search(r"<script|<image|http(?!://www\.w3\.org)|#0101", standalone(drawn))
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert all(each.startswith("chart-api-") for each in ids)


def test_what_was_changed_done_and_decided_is_numbered_in_the_order_of_time() -> None:
    made = report(released())
    assert [(each.number, each.kind, each.text) for each in made.marks] == [
        (1, "change", "deploy/search 7 > 8"),
        (2, "change", "deploy/web 2.4.0 > 2.4.1"),
        (3, "change", "<b>config</b> | `x` changed"),
        (4, "action", "rollback deploy/web executing"),
    ]
    assert [each.name for each in phases(made.incident)] == ["began", "declared", "mitigated", "resolved"]
    assert [each.name for each in phases(report(fresh()).incident)] == ["declared"]


def test_marks_that_are_close_together_do_not_lie_upon_another() -> None:
    marks = tuple(Mark(number, START + MINUTE + number * SECOND, "action", "x", "a/1") for number in range(1, 20))
    drawn = draw(chart(), Happened(marks, ()), "t")
    places = re.findall(r'<text[^>]* x="([0-9.]+)" y="([0-9.]+)"[^>]*>\d+</text>', drawn)
    assert 0 < len(places) == len(set(places)) <= 19


def test_the_numbers_behind_a_chart_are_csv_with_gaps_left_empty() -> None:
    latency = Curve("Latency", "s", (("p95", (None, None, 0.25, 1.5)),))
    text = csv(chart(curves=(*chart().curves, latency)))
    assert text.splitlines() == [
        "time,error_rate,p95,health",
        "2026-11-21T17:42:13Z,0.01,,down",
        "2026-11-21T17:44:13Z,0.3,0.25,down",
        "2026-11-21T17:45:13Z,0.2,1.5,down",
    ]


def test_a_page_holds_the_charts_and_their_numbers_and_what_their_marks_mean(tmp_path: Path) -> None:
    text = render(pictured(sampled(tmp_path)), "html")
    assert text.count("<svg") == 1
    assert "<summary>The numbers behind the chart of api</summary>" in text
    assert re.search(r'<td>1</td><td>2026-11-21 17:44:43</td><td>decision</td>.*?href="#alice@host/7"', text)


@pytest.mark.parametrize("foreign", [False, True])
def test_pictures_beside_a_markdown_document_never_take_the_place_of_another_file(
    foreign: bool,  # noqa: FBT001 - a case
    tmp_path: Path,
) -> None:
    made, out = pictured(sampled(tmp_path / "log")), tmp_path / "out"
    folder = out / "incidents" / "2026-11-21-checkout-errors-after-web-2-4-1"
    if foreign:
        folder.mkdir(parents=True)
        (folder / "chart-api.svg").write_text("mine")
    path = write(made, "md", out, drawn=True).path
    again = path.read_text()
    assert write(made, "md", out, drawn=True).path.read_text() == again
    name = "chart-api-2.svg" if foreign else "chart-api.svg"
    assert f"](<{folder.name}/{name}>)" in again
    assert ET.fromstring((folder / name).read_text()).tag.endswith("svg")
    assert not foreign or (folder / "chart-api.svg").read_text() == "mine"
