"""The colour themes, read from `themes/*.toml` one at a time. Knows no widget."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from textual.theme import Theme

import themes

THEMES = ("dark", "light", "high-contrast", "colour-blind", "ansi")
DEFAULT = "dark"
NO_COLOUR = "ansi"
"""The theme that still tells everything apart when NO_COLOR is set: it leans on weight and reversal."""

# Textual's own style sheet asks for these where a theme uses the terminal's colours.
_ANSI = {"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"}


@cache
def theme_data(name: str) -> Mapping[str, Any]:
    """Return a theme file as it stands; `name` is one of THEMES."""
    import tomllib  # only where a theme is really read

    text = Path(themes.__path__[0], f"{name}.toml").read_text(encoding="utf-8")
    return {"name": name, **tomllib.loads(text)}


def load_theme(name: str) -> Theme:
    """Return the Textual theme of this name, for `App.register_theme`; only this one's file is read."""
    data = theme_data(name)
    css = data["css"]
    return Theme(
        name=name,
        dark=data["dark"],
        ansi=data["ansi"],
        primary=css["accent"],
        accent=css["accent"],
        warning=css["warning"],
        error=css["error"],
        success=css["success"],
        foreground=css["foreground"],
        background=css["background"],
        surface=css["surface"],
        panel=css["surface"],
        variables=_ANSI if data["ansi"] else {},
    )
