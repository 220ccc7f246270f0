"""How a tone looks in the theme of the moment. Knows no widget."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from rich.style import Style

from widgets.theme import DEFAULT, THEMES, theme_data


class Ground(StrEnum):
    """What a text stands on."""

    PLAIN = "plain"
    PANEL = "panel"
    SELECTED = "selected"


_BOXES = {"round": "╭─╮│╰╯", "square": "┌─┐│└┘", "heavy": "┏━┓┃┗┛"}


class Palette:
    """The styles of one theme, made when first asked for."""

    def __init__(self, data: Mapping[str, Any], *, production: bool = False) -> None:
        self._data = data
        self._quiet = "production" if production else "quiet"
        self._styles: dict[tuple[str, str], Style] = {}
        self.name: str = data["name"]
        self.box = _BOXES[data["frame"]["box"]]
        self.focus_box = _BOXES["heavy"]
        self.fills: bool = not data["ansi"]

    def style(self, tone: str, ground: str = Ground.PLAIN) -> Style:
        """Return the style of a tone on a ground."""
        found = self._styles.get((tone, ground))
        if found is None:
            found = Style.parse(f"{self._data['tone'][tone]} {self._data['ground'][ground]}")
            self._styles[tone, ground] = found
        return found

    def band(self, tone: str, *, strong: bool = False) -> Style:
        """Return the style of a full-width band that tells `tone`: an alarm, a banner."""
        key = ("strong" if strong else "band", f"band {tone}")
        found = self._styles.get(key)
        if found is None:
            band = self._data["band"]
            found = Style.parse(f"{band.get(tone, band['plain'])}{' bold' if strong else ''}")
            self._styles[key] = found
        return found

    def frame(self, part: str) -> Style:
        """Return the style of a part of frames and charts: quiet, focus, grid, thumb, track.

        Where actions meet production, what is quiet elsewhere is painted.
        """
        part = self._quiet if part == "quiet" else part
        found = self._styles.get(("frame", part))
        if found is None:
            found = Style.parse(f"{self._data['frame'][part]} {self._data['ground']['plain']}")
            self._styles["frame", part] = found
        return found

    def fill(self, tone: str, times: float = 1.0) -> Style | None:
        """Return the faint ground of an area, `times` as strong; None where the terminal has no faint colours."""
        if not self.fills:
            return None
        key = (f"fill {times}", tone)
        found = self._styles.get(key)
        if found is None:
            found = Style.parse(f"on {_mixed(self._data, tone, self._data['frame']['fill'] * times)}")
            self._styles[key] = found
        return found


@cache
def palette(theme: str, *, production: bool = False) -> Palette:
    """Return the palette of a theme by name; an unknown theme is drawn with the default one."""
    return Palette(theme_data(theme if theme in THEMES else DEFAULT), production=production)


def _mixed(data: Mapping[str, Any], tone: str, share: float) -> str:
    """Return a colour that is the tone's to a share (0..1), else the ground's, as "#rrggbb"."""
    ink, ground = (_rgb(text.split()[-1]) for text in (data["tone"][tone], data["ground"]["plain"]))
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for high, low in zip(ink, ground, strict=True))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
