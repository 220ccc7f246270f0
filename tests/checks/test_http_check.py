import asyncio
import shutil
import time
from contextlib import suppress

import pytest

from checks.http import Expected, HttpCheck, at_pointer
from checks.sample import Quality, Sample, Status
from checks.source import Plan
from checks.tls import days_left
from checks.web import Request
from tests.checks.servers import Asked, Certificates, answer, answering, refusing_port, serving
from tests.fakes import FakeClock, Misbehaving

PLAN = Plan("web", timeout=2.0)
HASTY = Plan("web", timeout=0.3)


def now() -> int:
    """The time on the wall: certificates are made by it."""
    return time.time_ns() // 1_000_000


async def look(
    request: Request | str, plan: Plan = PLAN, *, expected: Expected | None = None, follow: int = 0
) -> Sample:
    asked = Request(request) if isinstance(request, str) else request
    check = HttpCheck(plan, asked, now, expected=expected, follow=follow)
    try:
        return await check.probe()
    finally:
        await check.aclose()


async def look_at(said: bytes, expected: Expected | None = None, plan: Plan = PLAN) -> Sample:
    async with answering(said) as (port, _):
        return await look(f"http://127.0.0.1:{port}/health", plan, expected=expected)


def value(sample: Sample, metric: str) -> float | None:
    reading = sample.reading(metric)
    return None if reading is None else reading.value


async def test_a_healthy_answer_is_ok_with_its_latency_and_status() -> None:
    sample = await look_at(answer())
    assert (sample.status, sample.reason, value(sample, "status")) == (Status.OK, "", 200)
    assert 0 < (value(sample, "latency") or 0) < 2


@pytest.mark.parametrize(
    ("status", "expected", "reason"),
    [
        ("503 Service Unavailable", Status.DOWN, "answered 503 Service Unavailable"),
        ("404 Not Found", Status.DOWN, "answered 404 Not Found"),
        ("429 Too Many Requests", Status.DEGRADED, "answered 429 Too Many Requests"),
    ],
)
async def test_a_bad_status_says_which(status: str, expected: Status, reason: str) -> None:
    sample = await look_at(answer(b"", status))
    assert (sample.status, sample.reason) == (expected, reason)


async def test_a_failed_probe_that_was_answered_still_has_its_latency() -> None:
    assert value(await look_at(answer(b"", "500 Oops")), "latency") is not None


async def test_a_status_that_was_expected_is_ok() -> None:
    assert (await look_at(answer(b"", "401 Unauthorized"), Expected(statuses=(401,)))).status is Status.OK
    sample = await look_at(answer(), Expected(statuses=(204,)))
    assert (sample.status, sample.reason) == (Status.DOWN, "answered 200 OK, expected 204")


async def test_refused_is_told_apart() -> None:
    sample = await look(f"http://127.0.0.1:{refusing_port()}/")
    assert sample.status is Status.DOWN
    assert sample.reason.startswith("connection refused: 127.0.0.1:")
    assert sample.reading("latency") is not None
    assert sample.readings[0].quality is Quality.ERROR


async def test_a_name_that_does_not_exist_is_a_dns_error() -> None:
    sample = await look("http://nothing.invalid/", Plan("web", interval=20, timeout=10))
    # Down where a name server says so, unknown where none could be asked; never a timeout, never a refusal.
    assert sample.reason.startswith("DNS: ")
    assert "nothing.invalid" in sample.reason


async def test_a_server_that_hangs_is_a_timeout_that_names_the_phase() -> None:
    with Misbehaving() as server:
        sample = await look(server.url("hang"), HASTY)
    assert (sample.status, sample.reason) == (Status.DOWN, "no answer within 300 ms: still waiting for the answer")


async def test_a_slow_drip_is_bounded_by_the_same_deadline() -> None:
    with Misbehaving() as server:
        sample = await look(server.url("drip"), HASTY)
    assert (sample.status, sample.reason) == (Status.DOWN, "no answer within 300 ms: still in the middle of the answer")


async def test_a_connection_closed_without_a_word_is_told_apart() -> None:
    with Misbehaving() as server:
        sample = await look(server.url("reset"))
    assert (sample.status, sample.reason) == (Status.DOWN, "the connection was closed without an HTTP answer")


async def test_a_connection_closed_within_the_answer_is_told_apart() -> None:
    sample = await look_at(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    assert (sample.status, sample.reason) == (Status.DOWN, "the connection was closed in the middle of the answer")


async def test_garbage_is_said_to_be_no_http_on_one_short_line() -> None:
    sample = await look_at(bytes(range(256)) * 8 + b"\r\n\r\n")
    assert sample.status is Status.DOWN
    assert sample.reason.startswith("the answer is not HTTP: ")
    assert len(sample.reason) <= 200
    assert sample.reason.isprintable()


async def test_headers_without_end_are_cut_off() -> None:
    sample = await look_at(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: yes\r\n" * 30_000)
    assert sample.status is Status.DOWN
    assert "not HTTP" in sample.reason


async def test_an_answer_of_100_mb_is_cut_and_says_so() -> None:
    with Misbehaving() as server:
        sample = await look(server.url("huge"))
    assert sample.status is Status.DEGRADED
    assert sample.reason == "the answer is larger than 1,048,576 bytes: the rest was not read"


async def test_a_predicate_on_an_answer_that_was_cut_is_unknown_rather_than_failed() -> None:
    with Misbehaving() as server:
        sample = await look(server.url("huge"), expected=Expected(contains="ready"))
    assert sample.status is Status.UNKNOWN
    assert "the rest was not read" in sample.reason


async def test_a_compressed_answer_is_never_unfolded() -> None:
    bomb = answer(b"\x1f\x8b garbage", "200 OK", "Content-Encoding: gzip")
    assert (await look_at(bomb)).status is Status.OK
    assert (await look_at(bomb, Expected(contains="ready"))).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        (Expected(contains="ready"), 'the answer does not contain "ready"'),
        (Expected(not_contains="starting"), 'the answer contains "starting"'),
        (Expected(json={"/db/status": "up"}), '/db/status is "starting", expected "up"'),
        (Expected(json={"/db/nodes/1": 2}), "the answer has nothing at /db/nodes/1"),
        (Expected(json={"/ok": True}), "/ok is 1, expected true"),
    ],
)
async def test_a_body_that_does_not_say_what_it_must_is_down(expected: Expected, reason: str) -> None:
    sample = await look_at(answer(b'{"db": {"status": "starting", "nodes": [7]}, "ok": 1}'), expected)
    assert (sample.status, sample.reason) == (Status.DOWN, reason)


async def test_a_body_that_says_what_it_must_is_ok() -> None:
    expected = Expected(contains="up", not_contains="down", json={"/db/nodes/0": 7})
    assert (await look_at(answer(b'{"db": {"nodes": [7]}, "up": 1}'), expected)).status is Status.OK


@pytest.mark.parametrize("body", [b"<html>", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
async def test_a_body_that_is_not_json_is_said_to_be_none(body: bytes) -> None:
    sample = await look_at(answer(body), Expected(json={"/a": 1}))
    assert sample.status is Status.DOWN
    assert sample.reason.startswith("the answer is not JSON: ")


def test_a_json_pointer_is_read_as_the_standard_says() -> None:
    assert at_pointer({"a/b": {"m~n": [1, 2]}}, "/a~1b/m~0n/1") == 2


async def test_a_redirect_is_not_followed_and_says_where_it_points_without_secrets() -> None:
    sample = await look_at(answer(b"", "302 Found", "Location: https://u:pw@login.example/x?token=abcdef123"))
    assert sample.status is Status.DEGRADED
    assert sample.reason == (
        "answered 302 Found: redirects to https://login.example/x?token=\u2026, which is not followed"
    )


async def test_a_redirect_is_followed_where_that_was_asked_for() -> None:
    def said(asked: Asked) -> bytes:
        return answer(b"", "301 Moved", "Location: /there") if asked.path == "/" else answer(b"there")

    async with answering(said) as (port, asked):
        sample = await look(f"http://127.0.0.1:{port}/", expected=Expected(contains="there"), follow=3)
    assert sample.status is Status.OK
    assert [each.path for each in asked] == ["/", "/there"]


async def test_a_redirect_loop_ends_and_credentials_stay_with_their_host() -> None:
    async with answering(answer(b"", "302 Found", "Location: /")) as (elsewhere, strangers):
        loop = answer(b"", "302 Found", f"Location: http://127.0.0.1:{elsewhere}/")
        async with answering(loop) as (port, _):
            request = Request(f"http://127.0.0.1:{port}/", headers=(("Authorization", "Bearer hunter2hunter2"),))
            sample = await look(request, follow=2)
    assert sample.status is Status.DOWN
    assert "still redirected after 2 redirects" in sample.reason
    assert all("authorization" not in each.headers for each in strangers)


async def test_what_is_asked_names_us_and_wants_no_compression() -> None:
    async with answering(answer()) as (port, asked):
        await look(Request(f"http://127.0.0.1:{port}/a?b=c", "HEAD"))
    assert (asked[0].method, asked[0].path) == ("HEAD", "/a?b=c")
    assert asked[0].headers["user-agent"] == "warroom"
    assert asked[0].headers["accept-encoding"] == "identity"
    assert asked[0].headers["host"] == f"127.0.0.1:{port}"


async def test_credentials_are_sent_and_never_shown() -> None:
    mirror = answer(b"", "500 hunter2hunter2 and s3cretvalue")
    async with answering(mirror) as (port, asked):
        url = f"http://me:s3cretvalue@127.0.0.1:{port}/?key=s3cretvalue"
        sample = await look(Request(url, headers=(("X-Token", "hunter2hunter2"),)))
    assert asked[0].headers["x-token"] == "hunter2hunter2"
    assert asked[0].headers["authorization"].startswith("Basic ")
    assert sample.source == f"http GET http://127.0.0.1:{port}/?key=\u2026"
    assert "hunter2" not in repr(sample)
    assert "s3cret" not in repr(sample)


async def test_hostile_bytes_in_the_reason_phrase_are_shown_as_code_points() -> None:
    sample = await look_at(answer(b"", "500 bad \x1b]52;c;aGk=\x07 [/red]".encode("latin-1").decode("latin-1")))
    assert "\x1b" not in sample.reason
    assert sample.status is Status.DOWN


async def test_a_name_with_several_addresses_is_asked_at_each() -> None:
    async with answering(answer()) as (port, _):
        # localhost may be ::1 first, where nobody listens.
        assert (await look(f"http://localhost:{port}/")).status is Status.OK


def test_an_address_that_cannot_be_asked_is_refused_when_the_check_is_made() -> None:
    for url in ("ftp://a.example/", "http://", "https://a.example:99999/"):
        with pytest.raises(ValueError, match=r"."):
            HttpCheck(PLAN, Request(url), FakeClock())


def test_a_timeout_longer_than_the_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="must be shorter than the interval"):
        HttpCheck(Plan("web", interval=1, timeout=2), Request("http://a.example/"), FakeClock())


# -- TLS


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if shutil.which("openssl") is None:
        pytest.skip("needs the program openssl to make certificates")
    return Certificates(tmp_path_factory.mktemp("certificates"))


async def test_a_certificate_that_verifies_tells_its_days(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("good")) as (port, _):
        sample = await look(Request(f"https://127.0.0.1:{port}/", ca_file=str(certificates.authority)))
    assert (sample.status, sample.reason) == (Status.OK, "")
    assert 29 < (value(sample, "tls_days") or 0) < 30.1


async def test_a_certificate_is_checked_against_the_name_of_the_url(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("good")) as (port, _):
        sample = await look(Request(f"https://localhost:{port}/", ca_file=str(certificates.authority)))
    assert sample.status is Status.OK


async def test_a_certificate_that_ends_soon_is_degraded(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("soon", days=3)) as (port, _):
        sample = await look(Request(f"https://127.0.0.1:{port}/", ca_file=str(certificates.authority)))
    assert (sample.status, sample.reason) == (Status.DEGRADED, "TLS: the certificate expires in 3 days")


async def test_an_expired_certificate_says_since_when(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("old", days=-1)) as (port, _):
        sample = await look(Request(f"https://127.0.0.1:{port}/", ca_file=str(certificates.authority)))
    assert sample.status is Status.DOWN
    assert sample.reason == f"127.0.0.1:{port}: TLS: its certificate has expired (1 days ago)"
    assert -1.1 < (value(sample, "tls_days") or 0) < -0.9


async def test_a_self_signed_certificate_is_told_apart(certificates: Certificates) -> None:
    async with answering(answer(), certificates.self_signed()) as (port, _):
        sample = await look(f"https://127.0.0.1:{port}/")
    assert sample.status is Status.DOWN
    assert "its certificate is self-signed (it has 9 days left)" in sample.reason


async def test_an_authority_that_is_not_trusted_is_told_apart(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("good")) as (port, _):
        sample = await look(f"https://127.0.0.1:{port}/")
    assert "an authority that we do not trust" in sample.reason


async def test_a_certificate_for_another_name_is_told_apart(certificates: Certificates) -> None:
    async with answering(answer(), certificates.context("other", names="DNS:other.example")) as (port, _):
        sample = await look(Request(f"https://127.0.0.1:{port}/", ca_file=str(certificates.authority)))
    assert "its certificate is for another name, not for 127.0.0.1" in sample.reason


async def test_without_verification_any_certificate_will_do_and_its_days_are_still_told(
    certificates: Certificates,
) -> None:
    async with answering(answer(), certificates.context("old", days=-1)) as (port, _):
        sample = await look(Request(f"https://127.0.0.1:{port}/", verify=False))
    assert (sample.status, sample.reason) == (Status.DEGRADED, "TLS: the certificate expired 1 days ago")


async def test_a_port_without_tls_is_told_apart() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer(b"", "400 Bad Request"))
        await writer.drain()

    async with serving(plain) as port:
        sample = await look(f"https://127.0.0.1:{port}/")
    assert sample.status is Status.DOWN
    assert "TLS" in sample.reason


async def test_a_handshake_that_hangs_is_named_in_the_timeout_and_its_connection_closed() -> None:
    closed = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while await reader.read(4096):
                pass
        closed.set()

    async with serving(silent) as port:
        sample = await look(f"https://127.0.0.1:{port}/", HASTY)
        # Or a source that hangs would eat the file descriptors, one a look.
        await asyncio.wait_for(closed.wait(), 5)
    assert sample.reason == "no answer within 300 ms: still in the TLS handshake"


@pytest.mark.parametrize("garbage", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x30\x01\x02", b"x" * 999])
def test_a_certificate_that_cannot_be_read_has_no_days(garbage: bytes) -> None:
    assert days_left(garbage, 0) is None
