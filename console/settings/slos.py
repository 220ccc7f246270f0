"""Pure: [[slo]] of a warroom.toml to values: how long a service may be away in a window."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from console.settings.own import SloSettings
from console.settings.probes import required
from console.settings.tables import Table
from console.suggestion import hint

_PERCENT = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,6})?) ?%?")
_MONTH = 30 * 86400.0


def read_slos(document: Table, services: Sequence[str]) -> Iterator[SloSettings]:
    """Yield the agreements; one with a mistake is told of and left out: nothing is judged by a guess."""
    seen: set[str] = set()
    for table in document.tables("slo"):
        before = len(document.report.problems)
        service = table.text("service")
        if service and services and service not in services:
            table.refuse("service", f"one of {', '.join(services)}", hint(service, services))
        name = table.text("name", service) or required(table, "name", "what it is called, or the service that it is of")
        if name in seen:
            table.refuse("name", "a name that no other agreement has")
        window = table.seconds("window", _MONTH, low=60.0)
        target, allowed = _target(table), table.seconds("allowed", 0.0, low=1.0)
        if ("target" in table) == ("allowed" in table):
            table.report.add(table.path, "both or none of them", 'either target = "99.9" or allowed = "43m"')
        elif allowed > window:
            table.refuse("allowed", "at most the window")
        table.finish()
        seen.add(name)
        if len(document.report.problems) == before and name:
            yield SloSettings(name, service, round(window * 1000), target, round(allowed * 1000) or None)


def _target(table: Table) -> Decimal | None:
    """Read a share of time in percent, written as text, so that it is exact."""
    if "target" not in table:
        return None
    found = _PERCENT.fullmatch(table.text("target"))
    if found is None:
        table.refuse("target", 'a percentage below 100 in quotes, such as "99.9"')
        return None
    return Decimal(found[1])
