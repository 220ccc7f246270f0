"""The room of a moment that is over, on the screen: the same panes, and keys that move the moment. Nothing is done."""

from console.screens.replay.link import ReplayLink
from console.screens.replay.live import ReplayLive
from console.screens.replay.replay_screen import ReplayScreen

__all__ = ["ReplayLink", "ReplayLive", "ReplayScreen"]
