"""A DNS name, asked of a name server and not of the hosts file; imports dnspython when first asked."""

import time
from typing import Any, NamedTuple

from checks.sample import Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.wording import line, measured, span


class Question(NamedTuple):
    """What to ask. `expected` are values of which all must be among the answers; `server` "" is the system's."""

    name: str
    record: str = "A"
    expected: tuple[str, ...] = ()
    server: str = ""
    port: int = 53


class DnsCheck(Source):
    """Asks for a record. No such name, no such record and other values than expected are down; a name server that
    fails or keeps silent leaves it unknown, unless the server is named: then it is the one being watched.

    Readings: latency (s), answers (count). Rows: the answers.
    """  # noqa: D205 - one thought

    def __init__(self, plan: Plan, question: Question, clock: Clock) -> None:
        super().__init__(plan, clock)
        if not question.name:
            raise ValueError(f"{plan.name}: a name to ask for is needed")
        self._question = question
        at = f" at {question.server}" if question.server else ""
        self._source = f"dns {question.record} {line(question.name, 80)}{at}"
        self._resolver: Any = None

    async def probe(self) -> Sample:
        """Ask once."""
        at, begun = self.clock(), time.perf_counter()
        try:
            found = await self._ask()
        except NoAnswer as error:
            return self.without_answer(at, error, self._source, time.perf_counter() - begun)
        took = time.perf_counter() - begun
        missing = [value for value in self._question.expected if value.rstrip(".") not in found]
        status, reason = Status.OK, ""
        if missing:
            status, reason = Status.DOWN, line(f"answers {', '.join(found)}; expected {', '.join(missing)}")
        readings = (measured("latency", took, "s"), measured("answers", len(found), "count"))
        rows = ((self._question.record,), *((line(value),) for value in found))
        return Sample(self.name, at, status, reason, self._source, readings, took, rows)

    async def _ask(self) -> list[str]:
        import dns.asyncresolver
        import dns.exception
        import dns.resolver

        name, record = self._question.name, self._question.record
        silent = Status.DOWN if self._question.server else Status.UNKNOWN
        try:
            resolver = self._resolver = self._resolver or self._make()
            answer = await resolver.resolve(name, record, search=False, lifetime=self.timeout)
        except dns.resolver.NXDOMAIN:
            raise NoAnswer(Status.DOWN, f"NXDOMAIN: there is no name {name}") from None
        except dns.resolver.NoAnswer:
            raise NoAnswer(Status.DOWN, f"no answer: {name} has no {record} record") from None
        except dns.resolver.NoNameservers as error:
            raise NoAnswer(silent, f"no name server could answer: {_said(error)}") from None
        except dns.exception.Timeout:
            raise NoAnswer(silent, f"timeout: no name server answered within {span(self.timeout)}") from None
        except dns.resolver.NoResolverConfiguration:
            raise NoAnswer(Status.UNKNOWN, "no name server is configured here") from None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise NoAnswer(Status.UNKNOWN, f"could not ask for {name}: {type(error).__name__}: {error}") from None
        return sorted(str(item).rstrip(".") for item in answer)

    def _make(self) -> Any:
        import dns.asyncresolver

        resolver = dns.asyncresolver.Resolver(configure=not self._question.server)
        if self._question.server:
            resolver.nameservers = [self._question.server]
            resolver.port = self._question.port
        return resolver


def _said(error: Any) -> str:
    """Return what the name servers said: "SERVFAIL", "REFUSED"."""
    words = {str(each[3]) for each in error.kwargs.get("errors", ())}
    return ", ".join(sorted(words)) or "they gave no reason"
