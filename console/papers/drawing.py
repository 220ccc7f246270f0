"""Charts as SVG, drawn by matplotlib: the same numbers give the same bytes. No text of the log is drawn, only numbers.

It takes a while to load: whoever draws imports it then. Colours are names of the style sheet that is around them, so
that one picture is fit for light, dark and paper.
"""

import math
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby, pairwise
from typing import NamedTuple

from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from console.incident.clock import DAY, HOUR, MINUTE, utc_iso
from console.incident.events import Instant
from console.review.hypertext import Html, esc
from console.review.pictured import Curve, Mark, Phase, ServiceChart

_PAINTS = {
    "ink": ("#010101", "#1c1d22"),
    "soft": ("#010102", "#5b5e6a"),
    "line": ("#010103", "#d5d3cc"),
    "raised": ("#010104", "#ffffff"),
    "c1": ("#010105", "#3a4fd0"),
    "c2": ("#010106", "#c2570c"),
    "c3": ("#010107", "#5b7f95"),
    "bad": ("#010108", "#b3261e"),
    "warn": ("#010109", "#8a5a00"),
    "good": ("#01010a", "#1a7045"),
}
"""Each name of the style sheet with the colour that stands for it while it is drawn, and what it is without one."""
_DARK = "--ink:#e8e8ec;--soft:#a2a5b1;--line:#3a3d47;--raised:#1b1d23;--c1:#93a4ff;--c2:#ff9d5c;--c3:#8fb3c7;"
_DARK += "--bad:#ff8a80;--warn:#f0bd5d;--good:#74d6a0"
_HEALTH = {"ok": ("good", 0.3), "degraded": ("warn", 0.65), "down": ("bad", 1.0), "unknown": ("line", 0.3)}
"""Colour and height: how bad it was can be seen without colours."""
_BADNESS = ("", "unknown", "ok", "degraded", "down")
_COLUMNS = 480
_KINDS = {"change": "c2", "action": "c1", "decision": "good"}
_LINES = (("c1", "-"), ("c3", "--"), ("c2", ":"))
_LEVELS = 3
_STEPS = tuple(MINUTE * each for each in (1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 10080))
_MOST_TICKS = 9
_NO_DATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
"""About the picture nothing is said that is not the same tomorrow."""


class Happened(NamedTuple):
    """What is drawn over the curves."""

    marks: tuple[Mark, ...]
    phases: tuple[Phase, ...]


def draw(chart: ServiceChart, happened: Happened, title: str) -> Html:
    """Return a chart as an `<svg>` element; `title` is what is read to those who do not see it."""
    with rc_context():
        rcdefaults()  # how somebody likes their own charts changes no document
        rcParams.update({"svg.fonttype": "none", "svg.hashsalt": chart.name})
        rcParams.update({"font.family": "DejaVu Sans", "font.size": 9})
        figure = Figure(figsize=(9.6, 1.3 + 1.55 * len(chart.curves)), layout=None)
        heights = [0.72, *(1.55 for _ in chart.curves), 0.3]
        places = figure.subplots(len(heights), 1, sharex=True, gridspec_kw={"height_ratios": heights, "hspace": 0.2})
        figure.subplots_adjust(left=0.075, right=0.985, top=0.99, bottom=0.09)
        figure.patch.set_alpha(0)
        _draw_marks(places[0], chart, happened)
        for place, curve in zip(places[1:], chart.curves, strict=False):
            _draw_curve(place, chart, curve)
        _draw_health(places[-1], chart)
        for place in places:
            _over(place, chart, happened)
        _times(places[-1], chart)
        text = StringIO()
        figure.savefig(text, format="svg", metadata=_NO_DATA)
    return _embedded(text.getvalue(), chart.name, title)


def standalone(svg: str) -> str:
    """Return a picture as a file of its own, which brings its colours for light and dark along."""
    light = ";".join(f"--{name}:{plain}" for name, (_, plain) in _PAINTS.items())
    style = f"<style>svg{{{light}}}@media (prefers-color-scheme:dark){{svg{{{_DARK}}}}}</style>"
    head = svg.replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ', 1
    )
    return head.replace("</desc>", f"</desc>{style}", 1) + "\n"


def _paint(name: str) -> str:
    return _PAINTS[name][0]


def _draw_marks(place: Axes, chart: ServiceChart, happened: Happened) -> None:
    """Draw the numbers of the marks and the names of the phases, none upon another."""
    place.set_ylim(-0.6, _LEVELS - 0.4)
    place.axis("off")
    ends = [-math.inf] * _LEVELS
    span = chart.end - chart.start
    for at, label, paint in _labels(chart, happened):
        width = span * (0.012 + 0.009 * len(label))
        level = next((index for index, end in enumerate(ends) if end <= at - width / 2), None)
        if level is None:
            continue  # its line is there, and its row in the legend
        ends[level] = at + width / 2
        box = {"boxstyle": "round,pad=0.22", "fc": _paint("raised"), "ec": _paint(paint), "lw": 0.8}
        place.text(at, level, label, ha="center", va="center", color=_paint("ink"), fontsize=7.5, bbox=box)


def _labels(chart: ServiceChart, happened: Happened) -> list[tuple[Instant, str, str]]:
    marks = [(each.at, str(each.number), _KINDS.get(each.kind, "soft")) for each in happened.marks]
    names = [(each.at, each.name, "soft") for each in happened.phases]
    return sorted(each for each in (*names, *marks) if chart.start <= each[0] <= chart.end)


def _over(place: Axes, chart: ServiceChart, happened: Happened) -> None:
    for each in happened.phases:
        if chart.start <= each.at <= chart.end:
            place.axvline(each.at, color=_paint("soft"), lw=0.9, ls=(0, (4, 3)), zorder=0)
    for mark in happened.marks:
        if chart.start <= mark.at <= chart.end:
            place.axvline(mark.at, color=_paint(_KINDS.get(mark.kind, "soft")), lw=0.7, alpha=0.55, zorder=0)


def _draw_curve(place: Axes, chart: ServiceChart, curve: Curve) -> None:
    width = (chart.end - chart.start) / max(chart.buckets, 1)
    values = [value for _, line in curve.lines for value in line if value is not None]
    top = max([*values, (curve.limit or 0) * 1.1, 0.01]) * 1.12
    for (name, line), (paint, style) in zip(_main_first(curve.lines), _LINES, strict=False):
        xs = [chart.start + (index + 0.5) * width for index in range(len(line))]
        ys = [math.nan if value is None else value for value in line]
        place.plot(xs, ys, color=_paint(paint), lw=1.5 if style == "-" else 1.1, ls=style, label=name)
        if style == "-":
            place.fill_between(xs, 0, ys, color=_paint(paint), alpha=0.12, lw=0)
    if curve.limit is not None and curve.limit <= top:
        place.axhline(curve.limit, color=_paint("bad"), lw=0.8, ls=(0, (1, 2)))
    place.set_ylim(0, min(top, 1.0) if curve.unit == "ratio" else top)
    place.yaxis.set_major_locator(MaxNLocator(3))
    place.yaxis.set_major_formatter(lambda value, _position: _amount(value, curve.unit))
    place.set_ylabel(curve.title, color=_paint("soft"))
    place.grid(axis="y", color=_paint("line"), lw=0.6)
    if len(curve.lines) > 1:
        place.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 0.96),
            frameon=False,
            fontsize=7.5,
            labelcolor=_paint("soft"),
            ncols=3,
            borderaxespad=0,
        )
    _quiet(place)


def _main_first(lines: Sequence[tuple[str, tuple[float | None, ...]]]) -> list[tuple[str, tuple[float | None, ...]]]:
    """Return the p95 first, which thresholds are for."""
    return sorted(lines, key=lambda line: line[0] != "p95")


def _amount(value: float, unit: str) -> str:
    if unit == "ratio":
        return f"{value * 100:g} %"
    return f"{value * 1000:g} ms" if value < 1 else f"{value:g} s"


def _draw_health(place: Axes, chart: ServiceChart) -> None:
    spells: dict[str, list[tuple[float, float]]] = {}
    for since, length, word in _spells(chart):
        spells.setdefault(word, []).append((since, length))
    for word, spans in spells.items():
        paint, height = _HEALTH.get(word, _HEALTH["unknown"])
        place.broken_barh(spans, (0, height), color=_paint(paint), lw=0)
    place.set_ylim(0, 1)
    place.set_yticks([])
    place.set_ylabel("Health", color=_paint("soft"), rotation=0, ha="right", va="center")
    _quiet(place)


def _spells(chart: ServiceChart) -> Iterator[tuple[float, float, str]]:
    """Yield (since, length, word): of what is narrower than can be drawn the worst."""
    before = next((each.word for each in reversed(chart.health) if each.at <= chart.start), "")
    turns = [
        (chart.start, before),
        *((each.at, each.word) for each in chart.health if chart.start < each.at < chart.end),
    ]
    width = (chart.end - chart.start) / _COLUMNS
    columns = [""] * _COLUMNS
    for (since, word), (until, _) in pairwise([*turns, (chart.end, "")]):
        for column in range(int((since - chart.start) / width), min(int((until - chart.start) / width) + 1, _COLUMNS)):
            columns[column] = max(columns[column], word, key=_badness)
    first = 0
    for word, same in groupby(columns):
        length = len(list(same))
        if word:
            yield chart.start + first * width, length * width, word
        first += length


def _badness(word: str) -> int:
    return _BADNESS.index(word if word in _BADNESS else "unknown")


def _quiet(place: Axes) -> None:
    for side, spine in place.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(_paint("line"))
    place.patch.set_alpha(0)
    place.tick_params(colors=_paint("soft"), length=0, labelsize=8)


def _times(place: Axes, chart: ServiceChart) -> None:
    span = chart.end - chart.start
    step = next((each for each in _STEPS if span / each <= _MOST_TICKS), -(-span // _MOST_TICKS // DAY) * DAY)
    first = -(-chart.start // step) * step
    ticks = list(range(first, chart.end + 1, step))
    shown = slice(11, 16) if span < 20 * HOUR else slice(5, 16)
    place.set_xticks(ticks, [utc_iso(at)[shown].replace("T", " ") for at in ticks])
    place.set_xlim(chart.start, chart.end)


def _embedded(text: str, name: str, title: str) -> Html:
    """Return the element alone: its colours by name, its ids its own, with words for those who do not see it."""
    svg = text[text.index("<svg") :].rstrip()
    svg = re.sub(r"<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|"#|url\(#)', rf"\g<1>{name}-", svg)
    for paint, (drawn, plain) in _PAINTS.items():
        svg = svg.replace(drawn, f"var(--{paint},{plain})")
    box = re.search(r'viewBox="[^"]+"', svg)
    head = f'<svg {box[0] if box else ""} role="img" aria-labelledby="{name}-title {name}-desc">'
    words = f'<title id="{name}-title">{esc(title)}</title><desc id="{name}-desc">{esc(_DESCRIBED)}</desc>'
    return Html(re.sub(r"\A<svg[^>]*>", lambda _: f"{head}{words}", svg))


_DESCRIBED = "The numbers behind this chart stand under Supporting data, what its marks mean in the table below."
