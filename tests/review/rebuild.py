"""Writes the golden files again: `.venv/bin/python -m tests.review.rebuild`. Read the difference before committing."""

from console.papers.inquiry import render_inquiry
from tests.review.drills import DRILLS, card
from tests.review.reasoning import DRAWINGS, reasoned
from tests.review.stories import GOLDEN, STORIES, rendered
from tests.review.test_inquiry import inquiry


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name, story in STORIES.items():
        for suffix, text in rendered(story()).items():
            (GOLDEN / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    for name, draw in DRAWINGS.items():
        (GOLDEN / name).write_text(f"{draw(reasoned().incident())}\n", encoding="utf-8")
    (GOLDEN / "investigation.md").write_text(render_inquiry(inquiry(reasoned())), encoding="utf-8")
    for name, drill in DRILLS.items():
        (GOLDEN / f"drill-{name}.txt").write_text(card(drill()), encoding="utf-8")


if __name__ == "__main__":
    main()
