"""Pure: the checks of one [[service]] table; knows the words of the file, not how a check looks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from console.settings.logins import Login
from console.settings.tables import Table, shown
from console.settings.values import (
    BrokenSettings,
    CheckSettings,
    DnsSettings,
    HttpSettings,
    PrometheusSettings,
    SystemdSettings,
    TcpSettings,
)
from console.suggestion import nearest

GOLDEN = ("error_rate", "p50", "p95", "p99", "traffic")
"""The numbers of a service that have a place of their own; each is an expression asked of Prometheus."""
PROBES = ("http", "tcp", "dns", "systemd", *GOLDEN, "queries")
"""The keys of a service that say what looks at it."""
RECORDS = ("A", "AAAA", "CNAME", "MX", "NS", "SRV", "TXT")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_HARMLESS = ("interval", "timeout", "tls_days")
"""What may fall back to what is usual: whether something is well does not hang on it."""
_CREDENTIAL_HEADERS = ("authorization", "proxy-authorization", "cookie", "x-api-key")


class Beat(NamedTuple):
    """How often the checks of a service look, and for how long, where the table says so."""

    service: str
    interval: float | None
    timeout: float | None

    def of(self, table: Table, interval: float, timeout: float) -> tuple[float, float]:
        """Return (interval, timeout): the table's own, else the service's, else these; the timeout is the shorter."""
        every = table.seconds("interval", self.interval or interval, low=1.0)
        limit = table.seconds("timeout", self.timeout or min(timeout, every * 0.8))
        if limit >= every:
            found = f"a timeout of {limit:g}s with an interval of {every:g}s"
            table.report.add((*table.path, "timeout"), found, "a timeout shorter than the interval")
            limit = every * 0.8
        return every, limit


class Server(NamedTuple):
    """The [prometheus] section: one server that all services' expressions are asked of; `wrong` is why it cannot be."""

    url: str
    login: Login
    ca_file: str
    interval: float
    timeout: float
    targets: bool
    wrong: str = ""


_Reader = Callable[[Table, str, Beat], CheckSettings]


def service_checks(table: Table, beat: Beat, server: Server | None) -> Iterator[CheckSettings]:
    """Yield the checks of one service; names are unique within it ("api http", "api http 2")."""
    for kind, (word, read) in _readers().items():
        for name, entry in _entries(table, kind, word, beat.service):
            if entry is None:
                yield BrokenSettings(name, beat.service, mistaken([kind]))
            else:
                yield sound(entry, read(entry, name, beat))
    if units := unit_names(table, "systemd"):
        interval = beat.interval or 15.0
        timeout = min(beat.timeout or 5.0, interval * 0.8)
        yield SystemdSettings(f"{beat.service} systemd", beat.service, units, interval, timeout)
    yield from _expressions(table, beat, server)


def _readers() -> Mapping[str, tuple[str, _Reader]]:
    return {"http": ("url", _http), "tcp": ("address", _tcp), "dns": ("name", _dns)}


def sound(entry: Table, probe: CheckSettings) -> CheckSettings:
    """Return the check, or one that says what is wrong: one that looks at less than was meant would say "ok"."""
    entry.finish()
    reason = mistaken(key for key in entry.wrong() if not nearest(key, _HARMLESS))
    return BrokenSettings(probe.name, probe.service, reason, probe.interval, probe.timeout) if reason else probe


def mistaken(keys: Iterable[str]) -> str:
    """Say which keys have a mistake, "" where none has one."""
    named = ", ".join(keys)
    return f"the configuration has a mistake in {named} (warroom config check)" if named else ""


def unread(table: Table, service: str, found: Sequence[CheckSettings]) -> Iterator[CheckSettings]:
    """Yield a check that says what is wrong, for each probe of a service for whose mistake nothing stands yet."""
    told = {each.name for each in found if each.kind == "broken"}
    for key in table.wrong():
        written = key.partition("[")[0]
        kind = "" if written in {"http", "tcp", "dns"} else nearest(written, PROBES)
        name = f"{service} {'prometheus' if kind in {*GOLDEN, 'queries'} else kind}"
        if kind and not {name, f"{name} (left out)"} & told:
            told.add(f"{name} (left out)")
            yield BrokenSettings(f"{name} (left out)", service, mistaken([key]))


def _entries(table: Table, kind: str, word: str, service: str) -> Sequence[tuple[str, Table | None]]:
    """Read `kind = "x"`, `kind = ["x", "y"]`, `[service.kind]` or `[[service.kind]]` as tables with `word` set.

    None stands for what is neither.
    """
    value = table.get(kind)
    items = value if isinstance(value, list) else [] if value is None else [value]
    found: list[tuple[str, Table | None]] = []
    for index, item in enumerate(items):
        path = (*table.path, kind, index) if isinstance(value, list) else (*table.path, kind)
        name = f"{service} {kind}" + (f" {index + 1}" if index else "")
        if isinstance(item, str | dict):
            found.append((name, Table({word: item} if isinstance(item, str) else item, path, table.report)))
        else:
            table.refuse(kind, f'a text, a list of texts, or a table with "{word}"')
            found.append((name, None))
    return found


def _http(entry: Table, name: str, beat: Beat) -> HttpSettings:
    interval, timeout = beat.of(entry, 10.0, 5.0)
    status = entry.get("status")
    wanted = status if isinstance(status, list) else [] if status is None else [status]
    if not all(isinstance(code, int) and 100 <= code <= 599 for code in wanted):  # noqa: PLR2004 - what HTTP allows
        entry.refuse("status", "a status code such as 200, or a list of them")
        wanted = []
    return HttpSettings(
        name=name,
        service=beat.service,
        url=web_url(entry, "url"),
        interval=interval,
        timeout=timeout,
        method=entry.choice("method", METHODS, "GET"),
        status=tuple(code for code in wanted if isinstance(code, int)),
        contains=entry.text("contains"),
        not_contains=entry.text("not_contains"),
        json=_pointers(entry),
        tls_days=entry.whole("tls_days", 14, 0, 3650),
        follow=entry.whole("follow", 0, 0, 10),
        headers=_headers(entry),
        login=login(entry),
        ca_file=str(entry.file("ca_file") or ""),
    )


def _pointers(entry: Table) -> dict[str, object]:
    wanted = entry.table("json")
    found: dict[str, object] = {}
    for pointer in wanted.names():
        value = wanted.get(pointer)
        if not pointer.startswith("/") or not isinstance(value, str | int | float | bool):
            wanted.refuse(pointer, 'a JSON pointer and its value such as "/db/status" = "up"')
        else:
            found[pointer] = value
    return found


def _headers(entry: Table) -> dict[str, str]:
    headers = dict(entry.mapping("headers"))
    for name in [name for name in headers if name.lower() in _CREDENTIAL_HEADERS]:
        del headers[name]
        path = (*entry.path, "headers", name)
        entry.report.add(path, "a secret written down", "token_env or token_file", "files like this one get shared")
    return headers


def _tcp(entry: Table, name: str, beat: Beat) -> TcpSettings:
    interval, timeout = beat.of(entry, 10.0, 3.0)
    address = entry.text("address")
    host, _, port = address.rpartition(":")
    fits = bool(host) and port.isdecimal() and 0 < int(port) < 65536  # noqa: PLR2004 - the ports that exist
    if not fits and (address or "address" not in entry):
        entry.refuse("address", 'a host and port such as "db.example:5432"')
    number = int(port) if fits else 0
    return TcpSettings(name, beat.service, host.strip("[]"), number, interval, timeout, entry.text("banner"))


def _dns(entry: Table, name: str, beat: Beat) -> DnsSettings:
    interval, timeout = beat.of(entry, 30.0, 5.0)
    domain = required(entry, "name", "a domain name")
    record = entry.choice("record", RECORDS, "A")
    return DnsSettings(
        name, beat.service, domain, interval, timeout, record, entry.text("server"), entry.texts("expect")
    )


def unit_names(table: Table, key: str) -> tuple[str, ...]:
    """Read the names of systemd units."""
    units = table.texts(key)
    named = [unit for unit in units if unit[0] not in "-." and unit.isprintable() and not set(unit) & set(" /*?[")]
    for unit in dict.fromkeys(units):
        if unit not in named:
            table.report.add((*table.path, key), shown(unit), 'units such as "nginx.service"')
    return tuple(named)


def _expressions(table: Table, beat: Beat, server: Server | None) -> Iterator[CheckSettings]:
    asked = {word: text for word in GOLDEN if (text := table.text(word))}
    asked |= table.mapping("queries")
    if asked and server is None:
        first = next((word for word in GOLDEN if word in asked), "queries")
        table.report.add((*table.path, first), "an expression", "a [prometheus] section with url, to ask it of")
    elif asked and server is not None:
        name = f"{beat.service} prometheus"
        interval, timeout = beat.interval or server.interval, beat.timeout or server.timeout
        if server.wrong:
            yield BrokenSettings(name, beat.service, server.wrong, interval, min(timeout, interval * 0.8))
            return
        yield PrometheusSettings(
            name, beat.service, server.url, asked, interval, min(timeout, interval * 0.8), server.login, server.ca_file
        )


def web_url(table: Table, key: str) -> str:
    """Read an http(s) address without credentials in it."""
    url = required(table, key, "an address such as https://shop.example/health")
    if not url:
        return ""
    scheme, _, rest = url.partition("://")
    if scheme not in {"http", "https"} or not rest.strip("/"):
        table.refuse(key, "an address that begins with http:// or https://")
        return ""
    if "@" in rest.partition("/")[0]:
        path, why = (*table.path, key), "files like this one get copied and shared"
        table.report.add(path, "an address with a password in it", "username with password_env or password_file", why)
        return ""
    return url


def login(table: Table) -> Login:
    """Read token_env, token_file, username, password_env and password_file."""
    return Login(table.secret("token"), table.text("username"), table.secret("password"))


def required(table: Table, key: str, expected: str) -> str:
    """Read a text that must be there."""
    if key not in table:
        table.refuse(key, expected)
    return table.text(key)
