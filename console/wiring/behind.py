"""Builds what runs behind the screen: room, log and checks; imported after the first paint."""

from collections.abc import Mapping

from console import __version__
from console.incident.clock import Clock
from console.journal.samples import SampleStore
from console.room import Parts, Room
from console.screens.link import Link
from console.settings import Settings
from console.wiring import checks, log, secrets, shipped


def build_room(settings: Settings, env: Mapping[str, str], clock: Clock) -> Room:
    """Return a room that is not started yet."""
    writes = not settings.read_only
    return Room(
        Parts(
            log_dir=settings.log_dir,
            actor=settings.user,
            version=__version__,
            clock=clock,
            open_journal=(lambda: log.open_journal(settings, clock, env)) if writes else None,
            open_samples=(lambda writer: SampleStore.open(settings.log_dir, writer, clock)) if writes else None,
            make_checks=lambda: checks.build_checks(settings, clock, env),
            watched=checks.watched(settings),
            limits=checks.limits(settings),
        )
    )


def link(room: Room, settings: Settings, env: Mapping[str, str]) -> Link:
    """Return the running room as the screen sees it."""
    lists = shipped.checklists(settings)
    return Link(room, settings.log_dir, settings.user, lists, secrets.redactor(settings, env))
