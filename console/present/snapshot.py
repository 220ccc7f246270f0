"""Pure: what the room publishes and everything on the screen is drawn from. Knows no widget, no file and no clock."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from checks.kubernetes.objects import ClusterSeen
from checks.sample import Sample
from console.incident.action import Target, Wanted
from console.incident.checklist import Checklist
from console.incident.classifier import Classifier
from console.incident.closures import Closure
from console.incident.cost import Rates
from console.incident.custom import FieldRule
from console.incident.duty import Duty
from console.incident.events import Instant
from console.incident.factors import CATEGORIES
from console.incident.investigation import Lookup
from console.incident.priors import Prior
from console.incident.record import Incident
from console.incident.severity import Scheme
from console.incident.state import EMPTY, State
from console.incident.suggesting import Suggestion
from console.incident.tree import Tree
from console.incident.types import TYPES
from console.incident.wording import Weak
from console.settings.directory import NO_DIRECTORY, Directory
from console.settings.escalation import Chain
from console.signals.changes import SeenChange
from console.signals.health import ServiceHealth


class SourceSeen(NamedTuple):
    """One source: `last_good` and `next_try` in ms since 1970, None where there is none yet; `error` is a sentence."""

    name: str
    service: str
    last_good: Instant | None
    error: str
    next_try: Instant | None
    interval: float


class LogSeen(NamedTuple):
    """The log as it stands. `chain` is ok, checking or broken; `condition` is ok, spooling, read-only or failed."""

    writer: str = ""
    directory: str = ""
    events: int = 0
    chain: str = "checking"
    chain_detail: str = ""
    condition: str = "ok"
    reason: str = ""
    pending: int = 0
    head: str = ""
    problems: tuple[str, ...] = ()


class MarkSeen(NamedTuple):
    """An event that the charts mark; `about` is what was changed or acted on ("deploy/web"), "" for none."""

    at: Instant
    kind: str
    text: str
    about: str = ""


class ChartSeen(NamedTuple):
    """Points of one metric of one service, equally spaced from `start` to `end` (ms); None where there is no data.

    `latest` is the number as it stands now, None where there is none or it is stale. `baseline` is what is usual,
    `band` the range in which it usually lies. `beside` are the points of metrics that are drawn in the same chart.
    """

    service: str
    metric: str
    unit: str
    start: Instant
    end: Instant
    points: tuple[float | None, ...]
    source: str = ""
    threshold: float | None = None
    baseline: float | None = None
    latest: float | None = None
    band: tuple[float, float] | None = None
    beside: tuple[tuple[str, tuple[float | None, ...]], ...] = ()


class SavingSeen(NamedTuple):
    """An entry that is on its way to the disk and not saved yet."""

    at: Instant
    actor: str
    kind: str
    text: str


class FeedSeen(NamedTuple):
    """A source of changes: a cluster or a repository; `problem` is a sentence, "" where it works."""

    name: str
    problem: str = ""


class OfferSeen(NamedTuple):
    """Something that an action suggests as the next one."""

    text: str
    wanted: Wanted


class Snapshot(NamedTuple):
    """The room at one moment; frozen, so the screen may read it from its own thread.

    `busy` are the ids of the actions that this console is doing, `offers` what actions suggest as the next ones;
    `chosen` is the incident that this console is about, "" for none: another console may be about another one.
    `replayed`: it is the room of a moment that is over, about its incident also where that has ended.
    """

    at: Instant
    state: State = EMPTY
    services: tuple[ServiceHealth, ...] = ()
    host: Sample | None = None
    sources: tuple[SourceSeen, ...] = ()
    log: LogSeen = LogSeen()
    charts: tuple[ChartSeen, ...] = ()
    marks: tuple[MarkSeen, ...] = ()
    saving: tuple[SavingSeen, ...] = ()
    clusters: tuple[ClusterSeen, ...] = ()
    feeds: tuple[FeedSeen, ...] = ()
    changes: tuple[SeenChange, ...] = ()
    busy: frozenset[str] = frozenset()
    offers: Mapping[str, tuple[OfferSeen, ...]] = {}
    duties: tuple[Duty, ...] = ()
    paused: bool = False
    ready: bool = False
    chosen: str = ""
    replayed: bool = False

    @property
    def incident(self) -> Incident | None:
        """The incident that this console is about."""
        if self.replayed and self.chosen in self.state.incidents:
            return self.state.incidents[self.chosen]
        return self.state.current(self.chosen)

    def cluster(self, context: str) -> ClusterSeen | None:
        """Return what is seen of a cluster, None where nobody watches it."""
        return next((each for each in self.clusters if each.context == context), None)


class Context(NamedTuple):
    """What does not change while the console runs.

    `place` names the context ("prod-eu"), `production` too where it is one; `people` is name -> contact, `defaults`
    role -> person, to be offered; `workloads` is service -> what rolls it out (its namespace "" is that of the
    context), `productions` the contexts of clusters in production with their names. `zone` is that of whom one works
    with, shown beside UTC and the own. `drill` names the scenario where all of this is a simulation. `types` are those
    of incidents, `fields` what the configuration adds to them, `closures` the maintenance and the freezes that
    it plans.
    `directory` is who may be needed, `chains` whom to call one after the other,
    `chain_faults` what is wrong with those that are left out; `mistakes` is all that was left out of the configuration
    and of the files that it names.
    `classifier` proposes severities; `services` are the names that may be called affected, with none every name may.
    `rates` is what an hour of a response costs, None where nothing is estimated. `joined`: the
    drill is another console's, and goes on without this one. `bridge` is where people speak with each other,
    `categories` are those of what contributes to an incident.
    `suggestions` are drafts of action items by cause, `weak` the words that make bad ones.
    """

    actor: str
    scheme: Scheme
    checklists: tuple[Checklist, ...] = ()
    production: str = ""
    read_only: bool = False
    hint: str = ""
    people: Mapping[str, str] = {}
    place: str = ""
    zone: tzinfo | None = None
    defaults: Mapping[str, str] = {}
    workloads: Mapping[str, Target] = {}
    productions: Mapping[str, str] = {}
    drill: str = ""
    types: Sequence[str] = TYPES
    fields: Sequence[FieldRule] = ()
    closures: Sequence[Closure] = ()
    tree: Tree | None = None
    priors: tuple[Prior, ...] = ()
    investigation: tuple[Lookup, ...] = ()
    directory: Directory = NO_DIRECTORY
    chains: tuple[Chain, ...] = ()
    chain_faults: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    classifier: Classifier | None = None
    services: tuple[str, ...] = ()
    rates: Rates | None = None
    joined: bool = False
    bridge: str = ""
    categories: tuple[str, ...] = CATEGORIES
    suggestions: tuple[Suggestion, ...] = ()
    weak: tuple[Weak, ...] = ()
