"""Pure: the frozen values that a configuration is read into; knows no file, no environment and no TOML.

Intervals, timeouts and latencies are seconds (as checks take them), update periods are milliseconds (as clocks count).
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from console.settings.directory import NO_DIRECTORY, Directory
from console.settings.logins import Login
from console.settings.own import Own
from console.settings.problems import Problem

NOTHING: Mapping[str, str] = MappingProxyType({})
ONE_MORE_LINE = 'service = [{ name = "web", http = "https://shop.example/health" }]'
"""What the console shows on a bare machine: a whole configuration in one line."""


class Thresholds(NamedTuple):
    """When a service is degraded or down. Error rates are ratios (0..1); `bad` of `last` samples must agree.

    `window` is how many seconds of our own probes an error rate or a p95 is computed from.
    """

    degraded_error_rate: float = 0.01
    down_error_rate: float = 0.05
    degraded_p95: float = 1.0
    bad: int = 2
    last: int = 3
    window: float = 300.0


class HostSettings(NamedTuple):
    """This machine: CPU, memory, disks, load, top processes; `limits` are shares (0..1) that replace the usual ones."""

    name: str = "host"
    service: str = "host"
    interval: float = 5.0
    timeout: float = 4.0
    limits: Mapping[str, float] = MappingProxyType({})
    kind: Literal["host"] = "host"


class SystemdSettings(NamedTuple):
    """Some systemd units; the worst of them is the status."""

    name: str
    service: str
    units: tuple[str, ...]
    interval: float = 15.0
    timeout: float = 5.0
    kind: Literal["systemd"] = "systemd"


class HttpSettings(NamedTuple):
    """One URL. No `status` means any 2xx; a certificate with fewer than `tls_days` left is degraded.

    The body must hold `contains`, must not hold `not_contains`, and have the values of `json` (JSON pointer -> value).
    `follow` is how many redirects are followed.
    """

    name: str
    service: str
    url: str
    interval: float = 10.0
    timeout: float = 5.0
    method: str = "GET"
    status: tuple[int, ...] = ()
    contains: str = ""
    not_contains: str = ""
    json: Mapping[str, object] = MappingProxyType({})
    tls_days: int = 14
    follow: int = 0
    headers: Mapping[str, str] = NOTHING
    login: Login = Login()
    ca_file: str = ""
    kind: Literal["http"] = "http"


class TcpSettings(NamedTuple):
    """One host and port; `banner` is what it must say first."""

    name: str
    service: str
    host: str
    port: int
    interval: float = 10.0
    timeout: float = 3.0
    banner: str = ""
    kind: Literal["tcp"] = "tcp"


class DnsSettings(NamedTuple):
    """One name to resolve; `server` "" is the system's resolver; no `expect` means that any answer will do."""

    name: str
    service: str
    domain: str
    interval: float = 30.0
    timeout: float = 5.0
    record: str = "A"
    server: str = ""
    expect: tuple[str, ...] = ()
    kind: Literal["dns"] = "dns"


class PrometheusSettings(NamedTuple):
    """Expressions asked of one Prometheus server: `queries` is metric -> PromQL ("error_rate", "traffic", any name)."""

    name: str
    service: str
    url: str
    queries: Mapping[str, str]
    interval: float = 15.0
    timeout: float = 10.0
    login: Login = Login()
    ca_file: str = ""
    kind: Literal["prometheus"] = "prometheus"


class TargetsSettings(NamedTuple):
    """Which of the targets that a Prometheus server watches are down."""

    name: str
    service: str
    url: str
    interval: float = 15.0
    timeout: float = 10.0
    login: Login = Login()
    ca_file: str = ""
    kind: Literal["targets"] = "targets"


class VendorSettings(NamedTuple):
    """A vendor's public status page: what a third party says of itself."""

    name: str
    service: str
    url: str
    interval: float = 60.0
    timeout: float = 10.0
    kind: Literal["vendor"] = "vendor"


class BrokenSettings(NamedTuple):
    """A check whose own table has a mistake: it is not looked at, so that nothing is ok that nobody checked."""

    name: str
    service: str
    reason: str
    interval: float = 60.0
    timeout: float = 5.0
    kind: Literal["broken"] = "broken"


CheckSettings = (
    HostSettings
    | SystemdSettings
    | HttpSettings
    | TcpSettings
    | DnsSettings
    | PrometheusSettings
    | TargetsSettings
    | VendorSettings
    | BrokenSettings
)


class ClusterSettings(NamedTuple):
    """A cluster that is watched and acted on, by its context; `name` is shown, the context itself where it is "".

    `kubeconfig` "" is the usual file; `namespace` "" is all of them; `yes` lets the command line confirm by `--yes`.
    """

    context: str
    name: str = ""
    kubeconfig: str = ""
    namespace: str = ""
    production: bool = False
    yes: bool = False

    @property
    def shown(self) -> str:
        """How people call it."""
        return self.name or self.context


class RepositorySettings(NamedTuple):
    """A git repository on this machine whose commits and tags are changes; `name` is shown."""

    path: Path
    name: str


class WorkloadSettings(NamedTuple):
    """What rolls out a service; `kind` as the API writes it ("Deployment"), `namespace` "" is the context's own."""

    context: str
    kind: str
    namespace: str
    name: str


class Service(NamedTuple):
    """One row of the services pane; its checks are those whose `service` is this name."""

    name: str
    thresholds: Thresholds = Thresholds()
    workload: WorkloadSettings | None = None


class Settings(NamedTuple):
    """All that a console is told. `path` is the file it was read from, None on a bare machine.

    `update_every` is severity label -> ms ("*" stands for every label); `directory` is who may be needed; `roles` is
    role -> person, the default assignee; `keys` is binding id -> key; `theme` "" lets the terminal decide;
    `second_zone` names the time zone of whom one works with.
    `action_window` is how long (s) a service is watched after an action; `most_replicas` 0 is no limit.
    `evidence_limit` is how large (MiB) one piece of evidence may be.
    `drill` names the scenario where this is one, `pace` how fast its clock runs, `joined` that another console
    began it; no file can say that. `own` is what the room adds to incidents, and the maintenance and the freezes that
    it plans; `problems` is what of the file was left out. `host` is how the log calls this machine, "" by its own name.
    """

    log_dir: Path
    user: str
    path: Path | None = None
    theme: str = ""
    scheme: str = "sev1-4"
    read_only: bool = False
    context: str = ""
    second_zone: str = ""
    production: bool = False
    checklist: Path | None = None
    tree: Path | None = None
    priors: Path | None = None
    investigation: Path | None = None
    classifier: Path | None = None
    suggestions: Path | None = None
    holidays: tuple[date, ...] = ()
    update_every: Mapping[str, int] = MappingProxyType({})
    checks: tuple[CheckSettings, ...] = (HostSettings(),)
    services: tuple[Service, ...] = ()
    directory: Directory = NO_DIRECTORY
    escalation: Path | None = None
    roles: Mapping[str, str] = NOTHING
    keys: Mapping[str, str] = NOTHING
    clusters: tuple[ClusterSettings, ...] = ()
    repositories: tuple[RepositorySettings, ...] = ()
    action_window: float = 180.0
    most_replicas: int = 0
    evidence_limit: int = 1024
    host: str = ""
    drill: str = ""
    pace: float = 1.0
    joined: bool = False
    own: Own = Own()
    problems: tuple[Problem, ...] = ()

    @property
    def people(self) -> dict[str, str]:
        """How to reach people, by name."""
        return {name: each.reach for name, each in self.directory.people.items()}

    @property
    def productions(self) -> dict[str, str]:
        """The contexts of clusters in production, each with the name that people call it by."""
        return {each.context: each.shown for each in self.clusters if each.production}

    @property
    def named(self) -> tuple[str, ...]:
        """The names of the services that are configured."""
        return tuple(service.name for service in self.services)

    @property
    def bare(self) -> bool:
        """True where nothing beyond this machine is watched."""
        if self.clusters or self.repositories:
            return False
        return all(check.kind == "host" for check in self.checks)
