"""Pure: the alerts of the simulated world, as Prometheus and Alertmanager tell them; rings nobody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from console.drill.metrics import Matcher
from console.drill.promql.errors import QueryError
from console.drill.promql.selecting import just_selector
from console.incident.facts import Instant

_OFFSET, _PRIME, _SEPARATOR = 0xCBF29CE484222325, 0x100000001B3, 0xFF
_LAST = 4 * 60_000
"""An alert that Prometheus says nothing more of ends so long after, ms."""


class Alert(NamedTuple):
    """An alert that fires since `since`; `summary` is the sentence of its annotation."""

    name: str
    service: str
    severity: str
    summary: str
    since: Instant


def labels_of(alert: Alert) -> dict[str, str]:
    """Return the labels of an alert."""
    labels = {"alertname": alert.name, "service": alert.service, "severity": alert.severity}
    return {label: value for label, value in labels.items() if value}


def timestamp(at: Instant) -> str:
    """Write a time as both servers do (RFC 3339)."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fingerprint(labels: Mapping[str, str]) -> str:
    """Return what Alertmanager knows an alert by: the FNV-1a hash of its labels."""
    found = _OFFSET
    for label, value in sorted(labels.items()):
        for byte in (*label.encode(), _SEPARATOR, *value.encode(), _SEPARATOR):
            found = (found ^ byte) * _PRIME % (1 << 64)
    return f"{found:016x}"


def for_prometheus(alerts: Iterable[Alert]) -> dict[str, Any]:
    """Return the data of `/api/v1/alerts`."""
    told = [
        {
            "labels": labels_of(alert),
            "annotations": {"summary": alert.summary},
            "state": "firing",
            "activeAt": timestamp(alert.since),
            "value": "1e+00",
        }
        for alert in alerts
    ]
    return {"alerts": told}


def for_alertmanager(alerts: Iterable[Alert], now: Instant) -> list[dict[str, Any]]:
    """Return gettable alerts, as `/api/v2/alerts` gives them."""
    told = [
        {
            "annotations": {"summary": alert.summary},
            "endsAt": timestamp(now + _LAST),
            "fingerprint": fingerprint(labels_of(alert)),
            "receivers": [{"name": "on-call"}],
            "startsAt": timestamp(alert.since),
            "status": {"inhibitedBy": [], "mutedBy": [], "silencedBy": [], "state": "active"},
            "updatedAt": timestamp(now),
            "generatorURL": "",
            "labels": labels_of(alert),
        }
        for alert in alerts
    ]
    return sorted(told, key=lambda alert: str(alert["fingerprint"]))


def chosen(alerts: Iterable[Alert], filters: Sequence[str]) -> list[Alert]:
    """Return the alerts that match all filters (`service="web"`); ValueError says which is none."""
    matchers: list[Matcher] = []
    for text in filters:
        try:
            matchers += just_selector(text if text.lstrip().startswith("{") else f"{{{text}}}").matchers
        except QueryError:
            raise ValueError(f"bad matcher format: {text}") from None
    return [alert for alert in alerts if all(m.accepts(labels_of(alert).get(m.label, "")) for m in matchers)]


def status(since: Instant) -> dict[str, Any]:
    """Return what `/api/v2/status` says of a lone Alertmanager."""
    unknown = dict.fromkeys(("branch", "buildDate", "buildUser", "goVersion", "revision"), "")
    return {
        "cluster": {"peers": [], "status": "disabled"},
        "config": {"original": "route: {receiver: on-call}\nreceivers: [{name: on-call}]\n"},
        "uptime": timestamp(since),
        "versionInfo": {**unknown, "version": "0.0.0-drill"},
    }
