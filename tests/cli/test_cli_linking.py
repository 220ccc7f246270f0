"""`warroom link`: adding, listing and dropping links, and where they stand."""

import json

from tests.cli.line import Line
from tests.review.browser import site


def test_links_are_added_listed_and_stand_in_the_documents(warroom: Line) -> None:
    warroom.declared()
    assert "has no links" in warroom("link").out
    url = "https://ci.example/builds/42"
    assert warroom("link", "add", url, "the", "failed", "build", "--kind", "log").status == 0
    assert warroom("link").out.startswith(f"log      {url}  the failed build")
    assert f"[the failed build](<{url}>)" in warroom("export", "-o", "-").out
    assert f'<a href="{url}" rel="noopener' in warroom("export", "-f", "html", "-o", "-").out
    (one,) = json.loads(warroom("export", "-f", "json", "-o", "-").out)["details"]["links"]
    assert one == json.loads(warroom("link", "--json").out)[0]
    assert "ci.example" not in warroom("export", "--redacted").out
    assert warroom("link", "drop", url, "--because", "another").status == 0
    assert "has no links" in warroom("link").out
    assert warroom("link", "add", "javascript:alert(1)").status == 1


def test_only_when_asked_to_an_export_looks_whether_links_answer_and_only_warns(warroom: Line) -> None:
    warroom.declared()
    with site() as found:
        warroom("link", "add", f"{found.address}/page")
        warroom("link", "add", f"{found.address}/gone")
        assert warroom("export", "-o", "-").err == ""
        assert found.asked == []
        said = warroom("export", "-o", "-", "--check-links")
        assert (said.status, sorted(found.asked)) == (0, ["/gone", "/page"])
        assert said.err == f"link: {found.address}/gone answers 404\n"
    assert "does not answer: ConnectError" in warroom("export", "-o", "-", "--check-links").err
