"""Hostile text in every place of a page, in a real browser engine: nothing runs and nothing is asked for."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from console.incident import commands
from console.incident.clock import MINUTE
from console.incident.events import Declared
from console.papers.webpage import webpage
from console.review.pictured import Curve, Pictured, ServiceChart
from tests.incident.story import ID, Story
from tests.review.browser import CHROMIUM, Site, dom, site
from tests.review.stories import ATTACKS, report

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here; apt-get install chromium")

RUN = "document.title='owned';document.documentElement.setAttribute('data-ran','yes')"


def attacks(address: str) -> list[str]:
    """Return texts that run something or load something where they are not made harmless."""
    return [
        *ATTACKS,
        f"<script>{RUN}</script>",
        f"</title><script>{RUN}</script>",
        f"</style><script>{RUN}</script>",
        f"--><script>{RUN}</script><!--",
        f"]]><script>{RUN}</script>",
        f"</textarea></svg></td></table><script src={address}/script.js></script>",
        f'<img src="{address}/image.png" onerror="{RUN}">',
        f"<svg onload=\"{RUN}\"><text>x</text><image href='{address}/svg.png'/></svg>",
        f"<iframe src='{address}/frame'></iframe><object data='{address}/object'></object>",
        f"<link rel=stylesheet href='{address}/style.css'><style>@import '{address}/import.css';</style>",
        f"<meta http-equiv=refresh content='0;url={address}/refresh'><base href='{address}/base/'>",
        f"![picture]({address}/markdown.png) [words](javascript:{RUN}) <javascript:{RUN}>",
        f"[words](data:text/html,<script>{RUN}</script>) [ref]\n\n[ref]: javascript:{RUN}",
        f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" style="background:url({address}/attribute.png)',
        f"' style='background:url({address}/single.png)' x='",
        f"<details open ontoggle=\"{RUN}\"><audio src='{address}/audio' autoplay></audio>",
        "\u202e\u2066 right to left \u200f \x1b]8;;http://hostile.example\x07click\x1b]8;;\x07",
    ]


def page(address: str) -> str:
    story = Story()
    everything = " ".join(attacks(address))
    # Written past the commands, which would refuse such a title: a log may come from elsewhere.
    story.write(Declared(f"Title {everything}", "SEV1", 0, commander="eve"))
    for text in attacks(address):
        story.do(commands.note, ID, text, actor=f"eve{text[:40]}")
    story.do(commands.decide, ID, everything, everything)
    story.do(commands.post_update, ID, everything, "public")
    story.do(commands.assign_role, ID, "scribe", everything[:300])
    story.do(commands.change_status, ID, "cancelled", everything)
    parts = {
        "summary": "\n\n".join(attacks(address)),
        "lessons": everything,
        "root-cause": "x\n# head\n\n" + everything,
    }
    made = report(story)
    curve = Curve("Error rate", "ratio", (("error_rate", (0.1, 0.2)),))
    charts = tuple(
        ServiceChart(f"chart-{number}", text, made.as_of - MINUTE, made.as_of, (curve,), ())
        for number, text in enumerate(
            (everything[:200], f"</title></svg><script>{RUN}</script>", f"$\\href{{{address}}}$")
        )
    )
    made = made._replace(pictured=Pictured(charts, left_out=(everything,)))
    return webpage(made, parts, f"{everything[:99]}.md")


class Seen(HTMLParser):
    """The elements and the addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_hostile_text_brings_in_no_element_no_handler_and_no_address() -> None:
    seen = Seen(page("http://127.0.0.1:1"))
    assert not seen.tags & {"script", "img", "iframe", "object", "base", "audio", "image", "form", "textarea"}
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert all(re.match(r"https?://|mailto:|#|data:,\Z", each) for each in seen.addresses)


def test_no_control_and_no_change_of_direction_is_left_in_a_page() -> None:
    text = page("http://127.0.0.1:1")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


@needs_browser
def test_a_real_browser_runs_nothing_of_it_and_asks_for_nothing_but_the_page(tmp_path: Path) -> None:
    with site() as found:
        found.page = page(found.address)
        shown = dom(f"{found.address}/page", tmp_path)
        assert "<title>Postmortem: Title # heading" in shown
        assert '<html lang="en">' in shown
        assert found.asked == ["/page"]


@needs_browser
@pytest.mark.parametrize("policy", [True, False])
def test_the_policy_of_the_page_alone_would_stop_what_got_in(policy: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """And where there is no policy the browser runs it: the test above can fail."""
    with site() as found:
        found.page = _broken(found, with_policy=policy)
        shown = dom(f"{found.address}/page", tmp_path)
        assert ("<title>owned</title>" in shown) is not policy
        assert sorted(found.asked) == (["/page"] if policy else ["/image.png", "/page"])


def _broken(found: Site, *, with_policy: bool) -> str:
    text = page(found.address).replace("<body>", f"<body><script>{RUN}</script><img src='{found.address}/image.png'>")
    return text if with_policy else re.sub("<meta http-equiv[^>]*>", "", text)
