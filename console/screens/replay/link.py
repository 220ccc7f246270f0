"""Ties the screen to a player, its log and the documents of then; implements `desk.ShownRoom` and nothing more."""

from collections.abc import Callable, Sequence
from pathlib import Path

from console import papers
from console.incident.checklist import Checklist
from console.incident.clock import utc_iso
from console.incident.events import Event
from console.incident.severity import Scheme
from console.journal.reading import LogReader
from console.present.replay import Moment
from console.present.snapshot import Snapshot
from console.replay.player import Player
from console.replay.recording import events_until
from console.replay.reel import Reel
from console.review.brief import NO_HOUSE, House, brief, brief_markdown
from console.screens.filtering import parse_filter


class ReplayLink:
    """The room of the moment where the player stands."""

    def __init__(
        self,
        player: Player,
        log_dir: Path,
        checklists: Sequence[Checklist],
        redact: Callable[[str], str],
        scheme: Scheme | None = None,
        *,
        house: House = NO_HOUSE,
    ) -> None:
        self.player, self._log_dir = player, log_dir
        self._checklists, self._redact, self._scheme, self._house = checklists, redact, scheme, house
        self.show, self.choose = player.show, player.choose

    @property
    def snapshot(self) -> Snapshot:
        """The newest picture."""
        return self.player.snapshot

    @property
    def failure(self) -> str:
        """Why the replay stands still, "" while it does not."""
        return self.player.failure

    @property
    def moment(self) -> Moment:
        """Where the replay stands."""
        transport = self.player.transport
        extent = transport.extent
        return Moment(
            transport.at,
            extent.begin,
            extent.end,
            extent.last,
            transport.speed,
            transport.playing,
            extent.live,
            transport.caught_up,
        )

    def timeline(self, text: str) -> tuple[Reel, LogReader]:
        """Return the events that match a filter, and a reader for the screen's thread."""
        match = parse_filter(text, self.snapshot.state)
        return self.player.filtered(match), LogReader(self._log_dir)

    def event(self, key: str) -> Event | None:
        """Return an event, None where it cannot be read or was not known yet."""
        reader = LogReader(self._log_dir)
        try:
            found = reader.event(key)
        finally:
            reader.close()
        return found if found is not None and found.recorded_at <= self.snapshot.at else None

    def copied(self, key: str) -> tuple[str, str]:
        """Return the event as text, or the whole document of then where none is meant."""
        event = self.event(key) if key else None
        if event is not None:
            text = f"{utc_iso(event.occurred_at)} {event.actor}: {event.fact.summary()} [{event.key}]"
            return self._redact(text), f"event {event.key}"
        incident = self.snapshot.incident
        return ("", "nothing") if incident is None else (self.document(incident.id), f"the document of {incident.id}")

    def document(self, incident: str) -> str:
        """Return the postmortem as it would have been exported then."""
        report = papers.read_report(
            self._log_dir, incident, self._checklists, self._house.rates, until=self.snapshot.at
        )
        return papers.render(report, "md", self._redact)

    def brief(self, incident: str) -> str:
        """Return where an incident stood."""
        seen = self.snapshot
        events = events_until(self._log_dir, incident, seen.at)
        made = brief(
            seen.state, seen.state.incidents[incident], seen.at, scheme=self._scheme, events=events, house=self._house
        )
        return brief_markdown(made, self._redact, inside=True)
