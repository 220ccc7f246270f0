"""Ties the screen to a running room, its log and its documents; implements `desk.LiveRoom`."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from console import papers
from console.incident.checklist import Checklist
from console.incident.clock import MINUTE, utc_iso
from console.incident.events import Entry, Event, Exported
from console.incident.severity import Scheme
from console.journal.reading import LogReader
from console.journal.timeline import TimelineIndex
from console.papers import invitations
from console.present.snapshot import Snapshot
from console.replay.cassette import cassette
from console.replay.player import Player
from console.review.blocks import Document
from console.review.brief import NO_HOUSE, House, brief, brief_markdown
from console.review.report import Report
from console.review.sections import postmortem_of
from console.room import Room
from console.screens.collecting import Collector
from console.screens.desk import Act, Declare
from console.screens.filtering import parse_filter
from console.screens.library import Library
from console.screens.replay.link import ReplayLink
from console.screens.room_actions import RoomActions

AWAY = 5 * MINUTE
"""Who wrote nothing for so long is told what happened since; else the last events will do."""


class Link:
    """The room as the screen sees it."""

    def __init__(  # noqa: PLR0913 - the room, and all that a document of it needs
        self,
        room: Room,
        log_dir: Path,
        actor: str,
        checklists: Sequence[Checklist],
        redact: Callable[[str], str],
        documents: Path | None = None,
        scheme: Scheme | None = None,
        *,
        house: House = NO_HOUSE,
        evidence: Collector | None = None,
        library: Library | None = None,
    ) -> None:
        """`documents` is the folder below which exports are written; None is the working directory."""
        self._room, self._log_dir, self._actor, self._documents = room, log_dir, actor, documents
        self._scheme, self._house = scheme, house
        self._checklists, self.redact = checklists, redact
        self._agreed = (house.rates, house.slos, scheme)
        self.submit: Callable[[Act], Future[list[Event]]] = room.submit
        self.declare: Callable[[Declare], Future[list[Event]]] = room.declare
        self.actions = RoomActions(room)
        self.evidence = evidence or Collector(room, log_dir, actor, lambda: room.snapshot.at)
        self.library = library or Library(log_dir)
        self.look_now, self.pause, self.show, self.choose = room.look_now, room.pause, room.show, room.choose

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        return self._room.snapshot

    @property
    def failure(self) -> str:
        """Why the room ended, "" while it runs."""
        return self._room.failure

    def timeline(self, text: str) -> tuple[TimelineIndex, LogReader]:
        """Return the index of the events that match a filter, and a reader for the screen's thread."""
        match = parse_filter(text, self.snapshot.state)
        return self._room.filtered(match), LogReader(self._log_dir)

    def event(self, key: str) -> Event | None:
        """Return an event, None where it cannot be read."""
        reader = LogReader(self._log_dir)
        try:
            return reader.event(key)
        finally:
            reader.close()

    def copied(self, key: str) -> tuple[str, str]:
        """Return the event as text, or the whole document where none is meant."""
        event = self.event(key) if key else None
        if event is not None:
            text = f"{utc_iso(event.occurred_at)} {event.actor}: {event.fact.summary()} [{event.key}]"
            return self.redact(text), f"event {event.key}"
        incident = self.snapshot.incident
        return ("", "nothing") if incident is None else (self.document(incident.id), f"the brief of {incident.id}")

    def document(self, incident: str) -> str:
        """Return the postmortem as it would be exported now."""
        return papers.render(self._report(incident), "md", self.redact)

    def postmortem(self, incident: str) -> Document:
        """Return the same as blocks."""
        return postmortem_of(self._report(incident))

    def _report(self, incident: str) -> Report:
        return papers.read_report(self._log_dir, incident, self._checklists, *self._agreed)

    def brief(self, incident: str) -> str:
        """Return where an incident stands, and what happened since this person wrote something."""
        state, now = self.snapshot.state, self.snapshot.at
        reader = LogReader(self._log_dir)
        try:
            events = list(reader.events(incident=incident))
        finally:
            reader.close()
        own = [event.recorded_at for event in events if event.actor == self._actor]
        left = max(own) if own and now - max(own) > AWAY else None
        made = brief(
            state,
            state.incidents[incident],
            now,
            scheme=self._scheme,
            events=events,
            left=left,
            house=self._house,
        )
        return brief_markdown(made, self.redact, inside=True)

    def replay(self, incident: str, at: str) -> ReplayLink:
        """Return a replay of an incident, at a moment; Refused where that is none."""
        room = self._room
        player = Player(cassette(self._log_dir, room.clock, incident, at), room.watched, room.limits)
        player.open()
        player.start()
        return ReplayLink(player, self._log_dir, self._checklists, self.redact, self._scheme, house=self._house)

    def export(self, incident: str) -> str:
        """Write the postmortem, as Markdown and as a page, record that, and say where it is."""
        report = self._report(incident)
        report = papers.with_pictures(report, papers.Store(self._log_dir))
        folder = self._documents or Path.cwd()
        written, page = (papers.write(report, form, folder, self.redact) for form in ("md", "html"))
        shown, shown_page = _from_here(written.path), _from_here(page.path)
        facts = (Exported("html", str(shown_page)), Exported("md", str(shown)))
        self._room.submit(lambda _state, _now: tuple(Entry(fact, self._actor, incident) for fact in facts)).result(10)
        also = f"{shown} is written, {shown_page.name} shows it in a browser"
        if report.breaks:
            return f"{also}; the log is damaged, and they say where at their top"
        if written.rejects is not None:
            return f"{also}; what found no place in it is in {written.rejects.name}"
        return f"{also}; what people write into the .md survives the next export"

    def invite(self, incident: str) -> str:
        """Write the calendar file of the review beside the postmortem, and say where it is."""
        from console.review.calendar import review_calendar

        made = papers.read_report(self._log_dir, incident, self._checklists).incident
        folder = self._documents or Path.cwd()
        path = invitations.write(made, review_calendar(made, redact=self.redact), folder)
        return f"{path.relative_to(folder)} is written"


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
