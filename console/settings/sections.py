"""Pure: a parsed warroom.toml to settings values, one function a section; every mistake goes into the report."""

from collections.abc import Iterator, Mapping, Sequence

from console.settings.clusters import read_clusters, read_limits, read_repositories, read_workload
from console.settings.costs import read_cost
from console.settings.given import Known
from console.settings.goals import read_goals
from console.settings.own_sections import read_fishbone, read_own, read_types
from console.settings.people import Entry, check_defaults, read_directory, read_entry
from console.settings.probes import (
    PROBES,
    Beat,
    Server,
    login,
    mistaken,
    required,
    service_checks,
    sound,
    unit_names,
    unread,
    web_url,
)
from console.settings.slos import read_slos
from console.settings.tables import Table, guard, nearly, span_seconds
from console.settings.values import (
    BrokenSettings,
    CheckSettings,
    ClusterSettings,
    HostSettings,
    Service,
    Settings,
    SystemdSettings,
    TargetsSettings,
    Thresholds,
    VendorSettings,
)
from console.suggestion import hint

MOST_EVIDENCE = 1 << 20
"""MiB that one piece of evidence may be allowed to have: 1 TiB."""
HOST_LIMITS = (
    "disk_degraded",
    "disk_down",
    "memory_degraded",
    "memory_down",
    "cpu_degraded",
    "pressure_cpu",
    "pressure_memory",
    "pressure_io",
)


def read_sections(document: Table, base: Settings, known: Known) -> Settings:
    """Return `base` with everything that the document says."""
    settings = _world(document, _room(document, base, known))
    server = _prometheus(document)
    services, entries, found = _services(document, server, settings.clusters)
    checks = [*_host(document.table("host")), *_systemd(document.table("systemd")), *found]
    checks += [*_targets(server), *_vendors(document)]
    directory = read_directory(document, entries, known)
    names = [each.name for each in services]
    own = read_own(document, settings.own.types, names, [each.context for each in settings.clusters])
    own = own._replace(
        cost=read_cost(document, known.roles),
        bridge=settings.own.bridge,
        archives=settings.own.archives,
        fishbone=settings.own.fishbone,
        slos=tuple(read_slos(document, names)),
        goals=read_goals(document),
    )
    roles = _names(document.mapping("roles"), document, "roles", known.roles)
    roles = check_defaults(document, roles, directory)
    keys = _names(document.mapping("keys"), document, "keys", known.keys)
    document.finish()
    return settings._replace(
        checks=_distinct(document, checks),
        services=tuple(services),
        directory=directory,
        roles=roles,
        keys=keys,
        path=base.path,
        own=own,
    )


def _room(document: Table, base: Settings, known: Known) -> Settings:
    """Read [room]. What guards counts as said where it stands outside of the section, or is spelt nearly so."""
    table = document.table("room")
    scheme = _scheme(table, base, known)
    settings = base._replace(
        log_dir=table.file("log_dir") or base.log_dir,
        user=table.text("user", base.user),
        theme=table.choice("theme", known.themes, base.theme),
        scheme=scheme,
        read_only=guard(table, "read_only") or nearly(document, "read_only"),
        context=table.text("context"),
        second_zone=table.zone("second_zone") or "",
        production=guard(table, "production") or nearly(document, "production"),
        checklist=table.file("checklist"),
        escalation=table.file("escalation"),
        tree=table.file("tree"),
        priors=table.file("priors"),
        investigation=table.file("investigation"),
        classifier=table.file("classifier"),
        suggestions=table.file("suggestions"),
        holidays=table.dates("holidays"),
        evidence_limit=table.whole("evidence_limit", base.evidence_limit, 1, MOST_EVIDENCE),
        update_every=_update_every(table, known.schemes.get(scheme, ())),
        own=base.own._replace(
            types=read_types(table),
            bridge=table.text("bridge"),
            fishbone=read_fishbone(table),
            archives=tuple(table.report.path(each) for each in table.texts("archives")),
        ),
    )
    table.finish()
    return settings


def _world(document: Table, settings: Settings) -> Settings:
    """Add the clusters and repositories, and what actions there may do."""
    limits = read_limits(document)
    return settings._replace(
        clusters=tuple(read_clusters(document)),
        repositories=tuple(read_repositories(document)),
        action_window=limits.window,
        most_replicas=limits.most_replicas,
    )


def _scheme(table: Table, base: Settings, known: Known) -> str:
    """Read the name of a scheme that ships, or the path of one that ends in .toml.

    Another name is kept: whoever needs the severities refuses it, since the log keeps their labels.
    """
    name = table.text("scheme", base.scheme)
    if name.endswith(".toml"):
        return str(table.report.path(name))
    written = table.get("scheme")
    if isinstance(written, str):
        table.choice("scheme", tuple(known.schemes), base.scheme)
    return base.scheme if written is None else str(written)


def _update_every(table: Table, labels: Sequence[str]) -> Mapping[str, int]:
    value = table.get("update_every")
    if value is None:
        return {}
    periods = value if isinstance(value, dict) else {"*": value}
    found: dict[str, int] = {}
    for label, period in periods.items():
        path = (*table.path, "update_every", label) if isinstance(value, dict) else (*table.path, "update_every")
        seconds = span_seconds(period)
        if label != "*" and labels and label not in labels:
            table.report.add(path, f'"{label}"', f"one of {', '.join(labels)}", hint(label, labels))
        elif seconds is None or seconds < 60:  # noqa: PLR2004 - a minute: nobody can answer more often
            table.report.add(path, f'"{period}"', 'a time span of at least a minute such as "20m"')
        else:
            found[label] = round(seconds * 1000)
    return found


def _host(table: Table) -> Sequence[HostSettings]:
    enabled = table.flag("enabled", default=True)
    interval, timeout = Beat("host", None, None).of(table, 5.0, 4.0)
    thresholds = table.table("thresholds")
    limits = {name: thresholds.ratio(name, 1.0) for name in HOST_LIMITS if name in thresholds}
    thresholds.finish(HOST_LIMITS)
    limits = {name: share for name, share in limits.items() if name not in thresholds.wrong()}
    host = HostSettings(interval=interval, timeout=timeout, limits=limits)
    table.finish()
    return [host] if enabled else []


def _systemd(table: Table) -> Sequence[CheckSettings]:
    interval, timeout = Beat("systemd", None, None).of(table, 15.0, 5.0)
    units = unit_names(table, "units")
    table.finish()
    found: list[CheckSettings] = []
    if units:
        found.append(SystemdSettings("systemd", "systemd", units, interval, timeout))
    if "units" in table.wrong():
        found.append(BrokenSettings("systemd (left out)", "systemd", mistaken(["units"]), interval, timeout))
    return found


def _prometheus(document: Table) -> Server | None:
    table = document.table("prometheus")
    if "prometheus" not in document:
        return None
    interval, timeout = Beat("", None, None).of(table, 15.0, 10.0)
    url, ca_file, targets = web_url(table, "url"), str(table.file("ca_file") or ""), table.flag("targets")
    signs = login(table)
    table.finish()
    wrong = mistaken(f"prometheus.{key}" for key in table.wrong() if key not in {"interval", "timeout", "targets"})
    return Server(url, signs, ca_file, interval, timeout, targets, wrong)


def _targets(server: Server | None) -> Sequence[CheckSettings]:
    if server is None or not server.targets:
        return []
    interval, timeout = server.interval, server.timeout
    if server.wrong:
        return [BrokenSettings("targets", "targets", server.wrong, interval, timeout)]
    return [TargetsSettings("targets", "targets", server.url, interval, timeout, server.login, server.ca_file)]


def _vendors(document: Table) -> Iterator[CheckSettings]:
    for table in document.tables("vendor"):
        name = required(table, "name", "the vendor's name")
        interval, timeout = Beat("", None, None).of(table, 60.0, 10.0)
        found = sound(table, VendorSettings(f"{name} status page", name, web_url(table, "url"), interval, timeout))
        if name:
            yield found


def _distinct(document: Table, checks: Sequence[CheckSettings]) -> tuple[CheckSettings, ...]:
    """Return the checks, of those with the same name the first."""
    found: dict[str, CheckSettings] = {}
    for check in checks:
        if check.name in found:
            expected = "names that no two services, vendors or sections share"
            document.report.add(("service",), f'"{check.service}" twice', expected)
        found.setdefault(check.name, check)
    return tuple(found.values())


def _services(
    document: Table, server: Server | None, clusters: Sequence[ClusterSettings]
) -> tuple[list[Service], list[Entry], list[CheckSettings]]:
    """Read the services: one without a name, or with that of another one, is left out with its checks."""
    services: list[Service] = []
    entries: list[Entry] = []
    checks: list[CheckSettings] = []
    for table in document.tables("service"):
        entry = read_entry(table)
        service, found = _service(table, server, clusters)
        if service.name in [each.name for each in services]:
            table.refuse("name", "a name that no other service has")
        elif service.name:
            services.append(service)
            entries.append(entry)
            checks.extend(found)
    return services, entries, checks


def _service(
    table: Table, server: Server | None, clusters: Sequence[ClusterSettings]
) -> tuple[Service, tuple[CheckSettings, ...]]:
    name = required(table, "name", "the service's name")
    interval = table.seconds("interval", 0.0, low=1.0) or None
    timeout = table.seconds("timeout", 0.0) or None
    checks = tuple(service_checks(table, Beat(name, interval, timeout), server))
    thresholds = _thresholds(table.table("thresholds"))
    workload = read_workload(table, clusters)
    table.finish()
    checks = (*checks, *unread(table, name, checks))
    if name and not checks and not any(word in table for word in PROBES):
        expected = f"at least one of {', '.join(PROBES)}"
        table.report.add(table.path, f'nothing to check for "{name}"', expected)
    return Service(name, thresholds, workload), checks


def _thresholds(table: Table) -> Thresholds:
    usual = Thresholds()
    bad, last = table.whole("bad", usual.bad, 1, 20), table.whole("last", usual.last, 1, 20)
    degraded = table.ratio("degraded_error_rate", usual.degraded_error_rate)
    down = table.ratio("down_error_rate", usual.down_error_rate)
    p95 = table.seconds("degraded_p95", usual.degraded_p95, low=0.001)
    window = table.seconds("window", usual.window, low=10.0)
    if bad > last:
        table.report.add((*table.path, "bad"), f"{bad} of the last {last}", "bad to be at most last")
    if degraded > down:
        table.refuse("degraded_error_rate", f"at most down_error_rate, which is {down:g}")
        degraded = down
    table.finish()
    return Thresholds(degraded, down, p95, min(bad, last), last, window)


def _names(given: Mapping[str, str], document: Table, section: str, known: Sequence[str]) -> Mapping[str, str]:
    """Keep what is known, and report the rest."""
    for name in given:
        if known and name not in known:
            expected = f"one of {', '.join(known)}"
            document.report.add((section, name), f'"{name}"', expected, hint(name, known))
    return {name: value for name, value in given.items() if not known or name in known}
