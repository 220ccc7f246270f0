"""Pure: the facts of a drill: what was played, and how it ended. With them the log alone tells how well it went."""

from typing import ClassVar

from console.incident.facts import Instant
from console.incident.value import Value


class DrillBegun(Value):
    """A drill began. `onset` is when the trouble begins; `speed_percent` 100 is real time.

    What the score needs stands here, and is told after the drill only: the `cause`; the `hypothesis`, which is right
    where one text holds all words of one of the tuples; what `helps`, what `harms` and what is `idle`, which does
    nothing ("rollback deploy/web"; a `*` at the end of a name stands for the rest); sentences about what would have
    been `faster`, and why; and the `others`, whose words are simulated.
    """

    kind: ClassVar[str] = "drill.begun"
    withheld: ClassVar[frozenset[str]] = frozenset({"cause", "hypothesis", "helps", "harms", "idle", "faster"})
    """Fields that no screen shows while the drill runs."""
    scenario: str
    title: str
    seed: int
    speed_percent: int
    onset: Instant
    cause: str = ""
    hypothesis: tuple[tuple[str, ...], ...] = ()
    helps: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    faster: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say it in a sentence that gives nothing away: it stands on the timeline while the drill runs."""
        speed = "" if self.speed_percent == 100 else f", at {self.speed_percent} % of real time"  # noqa: PLR2004 - percent
        return f"drill begun: {self.title}, seed {self.seed}{speed}"


class DrillEnded(Value):
    """A drill ended ("won", "left", "time is up"). `impact` is in ms, as the world measured it at its users.

    `recovered` is when they were well again, None where they are not.
    """

    kind: ClassVar[str] = "drill.ended"
    impact: int
    recovered: Instant | None = None
    reason: str = "left"

    def summary(self) -> str:
        """Say it in a sentence."""
        tenths = max(0, self.impact) // 6_000
        well = "" if self.recovered is not None else ", and users are not well yet"
        return f"drill ended ({self.reason}): {tenths // 10}.{tenths % 10} minutes of user impact{well}"
