"""Pure: what follows from the figures of an impact: how long, how much money, the score. What is unset gives none."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from console.incident.clock import MINUTE, short_span
from console.incident.clock import lasted as lasting
from console.incident.errors import Refused
from console.incident.facts import Instant
from console.incident.impact import REVENUE, SHARE, Figure
from console.incident.indicators import percent
from console.incident.metrics import Metric
from console.incident.money import Money, parse_money
from console.incident.record import Incident

WEIGHTS = (Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"))
"""What a minute at each rank counts: a minute of a complete outage for everybody is 1."""
_NO_SHARE = "users-share unset"


class ImpactScore(NamedTuple):
    """Minutes of a complete outage for everybody that the impact was worth, or why that cannot be said."""

    value: Decimal | None
    why_not: str
    inputs: str

    def __str__(self) -> str:
        """Return "12.8", or "n/a (users-share unset)"."""
        return f"n/a ({self.why_not})" if self.value is None else f"{self.value}"


def impact_span(incident: Incident, now: Instant) -> Metric:
    """Return how long users felt it: from its start until it was mitigated, else resolved, else `now`."""
    name, end, to = "impact on users", incident.mitigated_at, "mitigated_at"
    if end is None:
        end, to = (now, "now") if incident.until is None else (incident.until, "the end")
    anchor = f"started_at to {to}"
    if incident.started_at is None:
        return Metric(name, None, "started_at unset", anchor)
    return Metric(name, max(0, end - incident.started_at), "", anchor)


def revenue_lost(incident: Incident, now: Instant) -> tuple[Money | None, str]:
    """Return the lost revenue and the formula that gave it, or why there is none ("" where nobody said anything)."""
    figure = incident.impact.get(REVENUE)
    if figure is None:
        return None, ""
    if not figure.rate:
        return parse_money(figure.value, REVENUE), ""
    return _lost(figure, impact_span(incident, now))


def _lost(figure: Figure, span: Metric) -> tuple[Money | None, str]:
    rate = parse_money(figure.rate, REVENUE)
    ms = span.value_ms if figure.minutes is None else figure.minutes * MINUTE
    if ms is None:
        return None, f"n/a ({span.why_not})"
    minutes = Decimal(ms) / MINUTE
    lasted = f"{figure.minutes} min" if figure.minutes is not None else f"{short_span(ms)} ({span.anchor})"
    amount = rate.amount * minutes * Decimal(figure.share) / 100
    return Money(amount, rate.currency), f"{rate.exact} a minute x {figure.share} % x {lasted}"


def users_share(incident: Incident) -> tuple[str, str, str]:
    """Return the share of users in percent, the event that says it, and in which words; "" where nobody did.

    A figure that was measured counts before what was answered while the incident ran.
    """
    figure, answer = incident.impact.get(SHARE), incident.answers.get("users")
    if figure is not None:
        return figure.value, figure.event, figure.source
    try:
        said = "" if answer is None else percent("users", answer.text)
    except Refused:  # another program wrote words there: a share is a number
        said = ""
    return (said, answer.event, "as answered then") if said and answer is not None else ("", "", "")


def impact_score(incident: Incident, now: Instant) -> ImpactScore:
    """Return affected share x weight of the worst severity x minutes of impact, with its inputs."""
    worst = min(incident.severities, key=lambda step: step.rank)
    weight = WEIGHTS[min(worst.rank, len(WEIGHTS) - 1)]
    share, _, _ = users_share(incident)
    span = impact_span(incident, now)
    missing = " and ".join(filter(None, ("" if share else _NO_SHARE, span.why_not)))
    lasted = "?" if span.value_ms is None else lasting(span.value_ms)
    inputs = f"{share or '?'} % of users x {weight} ({worst.label}) x {lasted} ({span.anchor})"
    if not share or span.value_ms is None:
        return ImpactScore(None, missing, inputs)
    value = Decimal(share) / 100 * weight * Decimal(span.value_ms) / MINUTE
    return ImpactScore(value.quantize(Decimal("0.1"), ROUND_HALF_UP), "", inputs)
