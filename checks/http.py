"""An HTTP endpoint: status, latency, what the body must say, and the days that its certificate has left."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from checks.network import addresses
from checks.sample import Reading, Sample, Status
from checks.source import Clock, NoAnswer, Plan, Source
from checks.tls import days_left, peer_certificate
from checks.web import Answer, Request, Web, endpoint
from checks.wording import line, measured, scrub, shown_url, url_secrets

_REDIRECTS = {301, 302, 303, 307, 308}
_TOO_MANY = 429
_SERVER_ERROR = 500


class Expected(NamedTuple):
    """What a healthy answer is like: one of `statuses` (none: 200 to 299), and what its body says.

    `json` maps JSON pointers ("/db/status") to the value that must be there. There are no patterns: one can be made
    to run for hours. A certificate with fewer than `tls_days` left is degraded.
    """

    statuses: tuple[int, ...] = ()
    contains: str = ""
    not_contains: str = ""
    json: Mapping[str, object] = {}
    tls_days: float = 14.0


class HttpCheck(Source):
    """Asks a URL. `follow` is how many redirects are followed, none by default.

    Readings: latency (s), status (the code), tls_days (days, over TLS). No answer, a server error, a status or a
    body that was not expected: down. A redirect, 429, too large an answer, a certificate that ends soon: degraded.
    """

    def __init__(
        self, plan: Plan, request: Request, clock: Clock, *, expected: Expected | None = None, follow: int = 0
    ) -> None:
        super().__init__(plan, clock)
        endpoint(request.url)
        self._request, self._expected, self._follow = request, expected or Expected(), follow
        self._source = f"http {request.method} {shown_url(request.url)}"
        self._secrets = (*url_secrets(request.url), *(value for _, value in request.headers))
        self._web = Web()

    async def probe(self) -> Sample:
        """Ask once and judge the answer."""
        at, begun = self.clock(), time.perf_counter()
        try:
            answer = await self._ask(begun)
        except NoAnswer as error:
            left, more = await self._certificate_at_fault(error, at, begun)
            told = NoAnswer(error.status, scrub(f"{error}{more}", self._secrets))
            sample = self.without_answer(at, told, self._source, time.perf_counter() - begun)
            return sample if left is None else _with(sample, left)
        readings = [measured("latency", answer.latency, "s"), measured("status", answer.code)]
        left = None if answer.certificate is None else days_left(answer.certificate, at)
        if answer.certificate is not None:
            readings.append(measured("tls_days", left, "days"))
        status, reason = judge(answer, self._expected, left)
        took = time.perf_counter() - begun
        text = line(scrub(reason, self._secrets))
        return Sample(self.name, at, status, text, self._source, tuple(readings), took)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._web.aclose()

    async def _ask(self, begun: float) -> Answer:
        request = self._request
        for _ in range(self._follow + 1):
            answer = await self._web.ask(request, max(self.timeout - (time.perf_counter() - begun), 0.001))
            target = answer.headers.get("location", "")
            if answer.code not in _REDIRECTS or not target or not self._follow:
                return answer
            request = _redirected(request, target)
        raise NoAnswer(Status.DOWN, f"still redirected after {self._follow} redirects, to {shown_url(request.url)}")

    async def _certificate_at_fault(self, error: NoAnswer, at: int, begun: float) -> tuple[float | None, str]:
        """Ask for a certificate that did not verify again, unverified, to say since when it has been over."""
        if "TLS: its certificate" not in str(error):
            return None, ""
        host, port = endpoint(self._request.url)
        try:
            async with asyncio.timeout(max(self.timeout - (time.perf_counter() - begun), 0.001)):
                known = await addresses(host, port)
                certificate = await peer_certificate(known[0], port, host)
        except (TimeoutError, NoAnswer):
            return None, ""
        left = days_left(certificate, at) if certificate else None
        if left is None:
            return None, ""
        return left, f" ({-left:.0f} days ago)" if left < 0 else f" (it has {left:.0f} days left)"


def _with(sample: Sample, tls_days: float) -> Sample:
    readings = (*sample.readings, Reading("tls_days", tls_days, "days"))
    return Sample(sample.check, sample.at, sample.status, sample.reason, sample.source, readings, sample.took)


def _redirected(request: Request, target: str) -> Request:
    """Return the request for where a redirect points; credentials stay with the host they were given for."""
    try:
        url = urljoin(request.url, target)
        moved = endpoint(url) != endpoint(request.url)
    except ValueError:
        raise NoAnswer(Status.DOWN, f"redirected to what is no http or https URL: {shown_url(target)}") from None
    return request._replace(url=url, headers=() if moved else request.headers)


def judge(answer: Answer, expected: Expected, tls_days: float | None) -> tuple[Status, str]:
    """Judge an answer: its status and the reason for it."""
    for status, reason in (
        _judge_code(answer, expected),
        _judge_body(answer, expected),
        _judge_certificate(tls_days, expected),
    ):
        if status is not Status.OK:
            return status, reason
    return Status.OK, ""


def _judge_code(answer: Answer, expected: Expected) -> tuple[Status, str]:
    code, said = answer.code, f"answered {answer.code} {answer.phrase}".rstrip()
    if code in expected.statuses or (not expected.statuses and 200 <= code < 300):  # noqa: PLR2004 - HTTP's own numbers
        return Status.OK, ""
    if code in _REDIRECTS:
        target = shown_url(answer.headers.get("location", "nowhere"))
        return Status.DEGRADED, f"{said}: redirects to {target}, which is not followed"
    if code == _TOO_MANY:
        return Status.DEGRADED, said
    if code >= _SERVER_ERROR or not expected.statuses:
        return Status.DOWN, said
    return Status.DOWN, f"{said}, expected {' or '.join(map(str, expected.statuses))}"


def _judge_body(answer: Answer, expected: Expected) -> tuple[Status, str]:
    size = f"{len(answer.body):,} bytes"
    if (answer.headers.get("content-encoding") or "identity") != "identity" and _asks_for_body(expected):
        return Status.UNKNOWN, "the answer is compressed though asked for plain: its body was not looked at"
    if expected.contains and expected.contains.encode() not in answer.body:
        if answer.cut:
            return Status.UNKNOWN, f'"{expected.contains}" is not in the first {size}; the rest was not read'
        return Status.DOWN, f'the answer does not contain "{expected.contains}"'
    if expected.not_contains and expected.not_contains.encode() in answer.body:
        return Status.DOWN, f'the answer contains "{expected.not_contains}"'
    if answer.cut:
        return Status.DEGRADED, f"the answer is larger than {size}: the rest was not read"
    return _judge_json(answer.body, expected.json) if expected.json else (Status.OK, "")


def _asks_for_body(expected: Expected) -> bool:
    return bool(expected.contains or expected.not_contains or expected.json)


def _judge_json(body: bytes, wanted: Mapping[str, object]) -> tuple[Status, str]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return Status.DOWN, f"the answer is not JSON: {line(body[:60].decode('utf-8', 'replace'))!r}"
    for pointer, value in wanted.items():
        found = at_pointer(document, pointer)
        if found is _NOTHING:
            return Status.DOWN, f"the answer has nothing at {pointer}"
        if found != value or isinstance(found, bool) is not isinstance(value, bool):
            return Status.DOWN, f"{pointer} is {line(json.dumps(found), 60)}, expected {line(json.dumps(value), 60)}"
    return Status.OK, ""


_NOTHING = object()


def at_pointer(document: object, pointer: str) -> object:
    """Return what is at a JSON pointer (RFC 6901), or a marker for nothing."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and key in document:
            document = document[key]
        elif isinstance(document, list) and key.isascii() and key.isdigit() and int(key) < len(document):
            document = document[int(key)]
        else:
            return _NOTHING
    return document


def _judge_certificate(tls_days: float | None, expected: Expected) -> tuple[Status, str]:
    if tls_days is None or tls_days >= expected.tls_days:
        return Status.OK, ""
    if tls_days < 0:
        return Status.DEGRADED, f"TLS: the certificate expired {-tls_days:.0f} days ago"
    return Status.DEGRADED, f"TLS: the certificate expires in {tls_days:.0f} days"
