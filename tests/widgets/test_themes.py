"""Every theme has every tone, and every tone can be read."""

import re

import pytest
from rich.color import Color
from rich.style import Style

from tests.widgets.drawn import stage
from tests.widgets.scene import SERVICES
from widgets.pane import TablePane
from widgets.style import Ground, palette
from widgets.theme import DEFAULT, THEMES, load_theme, theme_data
from widgets.values import Tone

COLOURED = [name for name in THEMES if not theme_data(name)["ansi"]]


def luminance(colour: Color | None) -> float:
    assert colour is not None
    assert colour.triplet is not None
    parts = [part / 255 for part in colour.triplet]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    dark, light = sorted((luminance(style.color), luminance(style.bgcolor)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", COLOURED)
@pytest.mark.parametrize("ground", Ground)
def test_every_tone_is_legible_on_every_ground(theme: str, ground: Ground) -> None:
    least = 7.0 if theme == "high-contrast" else 4.5
    found = {tone: round(contrast(palette(theme).style(tone, ground)), 1) for tone in Tone}
    assert {tone: value for tone, value in found.items() if value < least} == {}


@pytest.mark.parametrize("theme", COLOURED)
def test_every_band_is_legible(theme: str) -> None:
    least = 7.0 if theme == "high-contrast" else 4.5
    found = {tone: round(contrast(palette(theme).band(tone)), 1) for tone in Tone}
    assert {tone: value for tone, value in found.items() if value < least} == {}


@pytest.mark.parametrize("theme", COLOURED)
def test_text_on_the_area_under_a_curve_is_legible(theme: str) -> None:
    for tone in (Tone.BAD, Tone.ACCENT, Tone.INFO, Tone.OK, Tone.WARN):
        ground = palette(theme).fill(tone)
        assert ground is not None
        assert contrast(palette(theme).style(Tone.WARN) + ground) >= 3.0  # the threshold's dots: graphics, not text


def test_the_ansi_theme_names_only_the_terminals_own_colours() -> None:
    assert "#" not in re.sub(r"(?m)^#.*$", "", str({**theme_data("ansi")}))
    for tone in Tone:
        assert palette("ansi").style(tone).color is not None
    assert palette("ansi").fill(Tone.OK) is None


def test_an_alarm_in_the_ansi_theme_does_not_need_colour() -> None:
    for tone in (Tone.BAD, Tone.WARN):
        assert palette("ansi").band(tone).reverse
    assert palette("ansi").style(Tone.PLAIN, Ground.SELECTED).reverse


def test_an_unknown_theme_is_drawn_with_the_default_one() -> None:
    assert palette("textual-dark").name == DEFAULT


@pytest.mark.parametrize("theme", THEMES)
async def test_an_app_starts_with_the_theme(theme: str) -> None:
    assert load_theme(theme).name == theme
    async with stage(TablePane(SERVICES), size=(40, 10), theme=theme) as (app, _):
        assert "database" in app.text()


async def test_a_widget_follows_a_change_of_theme() -> None:
    pane = TablePane(SERVICES)
    async with stage(pane, size=(40, 10)) as (app, pilot):
        dark = pane.render_line(2)
        app.register_theme(load_theme("light"))
        app.theme = "light"
        await pilot.pause()
        light = pane.render_line(2)
        assert dark.text == light.text
        assert dark != light
