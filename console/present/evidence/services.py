"""Pure: what the numbers and checks of the services speak for: errors, latency, traffic, third parties, names."""

from collections.abc import Iterable

from checks.sample import Status
from console.incident.events import Instant
from console.present.evidence.finding import MOST, Evidence, Finding, Probe, by_hand, found
from console.present.figures import amount
from console.present.snapshot import Snapshot
from console.signals.health import TRAFFIC, Figure, ServiceHealth, Thresholds, judge
from widgets.values import Tone

_TLS_DAYS = 14
_WANTED = Thresholds()


def _figures(snapshot: Snapshot, now: Instant, *metrics: str) -> list[tuple[ServiceHealth, Figure]]:
    """Return the fresh numbers of these names."""
    return [
        (each, figure)
        for each in snapshot.services
        for figure in each.figures
        if figure.metric in metrics and figure.value is not None and not figure.stale(now)
    ]


def _unmeasured(snapshot: Snapshot, seen: Iterable[tuple[ServiceHealth, Figure]]) -> str:
    """Name the services that tell no such number."""
    having = {each.service for each, _ in seen}
    return ", ".join(each.service for each in snapshot.services if each.service not in having)


def judged(metric: str, words: str) -> Probe:
    """Return what looks at a number of every service that has limits."""

    def look(snapshot: Snapshot, now: Instant) -> Evidence:
        seen = _figures(snapshot, now, metric)
        if not seen:
            return by_hand(f"no service tells its {words}")
        bad = [
            Finding(
                f"{each.service} {words} {amount(figure.value or 0.0, figure.unit)}",
                Tone.BAD if each.status is Status.DOWN else Tone.WARN,
                each.since or None,
            )
            for each, figure in seen
            if each.status is not Status.OK and (words in each.reason or judge(figure, _WANTED).status is not Status.OK)
        ]
        missing = _unmeasured(snapshot, seen)
        told = ", ".join(f"{each.service} {amount(fig.value or 0.0, fig.unit)}" for each, fig in seen[:MOST])
        return found(bad, told, f"{told}; not measured: {missing}" if missing else "")

    return look


def traffic(snapshot: Snapshot, now: Instant) -> Evidence:
    """Judge traffic by the range that is usual; that is known of the service whose charts are shown."""
    del now
    findings, looked = [], []
    for chart in snapshot.charts:
        if chart.metric != TRAFFIC or chart.latest is None or chart.band is None:
            continue
        low, high = chart.band
        text = (
            f"{chart.service} {amount(chart.latest, chart.unit)}, usual {amount(low, '')} to {amount(high, chart.unit)}"
        )
        looked.append(text)
        if not low <= chart.latest <= high:
            findings.append(Finding(text))
    if not looked:
        return by_hand("no usual range of traffic is known")
    return found(findings, "; ".join(looked))


def _checks(snapshot: Snapshot, ending: str, words: str) -> Evidence:
    looked = [each for each in snapshot.services if any(check.check.endswith(ending) for check in each.checks)]
    if not looked:
        return by_hand(words)
    findings, unsure = [], []
    for each in looked:
        for check in each.checks:
            if check.check.endswith(ending) and check.status in {Status.DOWN, Status.DEGRADED}:
                findings.append(Finding(f"{check.check}: {check.reason or check.status}", Tone.BAD, each.since or None))
            elif check.check.endswith(ending) and check.status is Status.UNKNOWN:
                unsure.append(check.check)
    told = f"{', '.join(each.service for each in looked[:MOST])} ok"
    return found(findings, told, f"no answer: {', '.join(unsure)}" if unsure else "")


def third_party(snapshot: Snapshot, now: Instant) -> Evidence:
    """Look at what vendors say of themselves."""
    del now
    return _checks(snapshot, " status page", "no [[vendor]] is watched")


def dns_tls(snapshot: Snapshot, now: Instant) -> Evidence:
    """Look at names and certificates."""
    names = _checks(snapshot, " dns", "no dns check is configured")
    ends = _figures(snapshot, now, "tls_days")
    soon = [
        Finding(f"the certificate of {each.service} ends in {figure.value or 0:.0f} days")
        for each, figure in ends
        if (figure.value or 0.0) < _TLS_DAYS
    ]
    if names.findings or soon:
        return found((*names.findings, *soon), names.note)
    if not ends:
        return names._replace(tone=Tone.UNKNOWN, note=f"{names.note}; no certificate is watched")
    told = f"certificates good for {min(figure.value or 0.0 for _, figure in ends):.0f} days"
    return Evidence(note=f"{told}; {names.note}", tone=Tone.OK if names.known else Tone.UNKNOWN)
