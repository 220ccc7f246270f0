"""Pure: how many requests failed, estimated from what was measured: error rate x traffic. A gap counts nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from console.incident.clock import SECOND, short_span


class FailedRequests(NamedTuple):
    """An estimate for a service: `n` requests in the `covered` ms in which both were measured, of `span` ms."""

    service: str
    n: int
    covered: int
    span: int

    def __str__(self) -> str:
        """Say it with its source and formula."""
        measured = f"{short_span(self.covered)} of {short_span(self.span)}"
        return f"about {self.n:,} (estimate; measured: error rate x traffic of {self.service}, {measured})"


def estimate(
    service: str, rates: Sequence[float | None], traffic: Sequence[float | None], width: int, span: int
) -> FailedRequests | None:
    """Return the estimate of equal buckets `width` ms wide: shares (0 to 1) and requests a second, None for no data.

    None where no bucket has both: nothing was measured, which is not nothing that failed.
    """
    both = [(rate, each) for rate, each in zip(rates, traffic, strict=True) if rate is not None and each is not None]
    if not both:
        return None
    failed = sum(min(max(rate, 0.0), 1.0) * max(each, 0.0) for rate, each in both) * width / SECOND
    return FailedRequests(service, round(failed), min(len(both) * width, span), span)
