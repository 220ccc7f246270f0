"""What stands in the sections of a configuration: room, services, people, roles and keys."""

from datetime import date
from pathlib import Path

import pytest

from console.settings import (
    HttpSettings,
    PrometheusSettings,
    Secret,
    SystemdSettings,
    TcpSettings,
    load,
)
from console.settings.tables import span_seconds
from tests.settings.written import home_of, load_text, mistakes_of


def test_the_example_that_ships_has_nomistakes(tmp_path: Path) -> None:
    from console.wiring.shipped import DATA, known

    settings = load(DATA / "warroom.toml", home_of(tmp_path), known=known())
    assert {check.kind for check in settings.checks} == {
        "host",
        "systemd",
        "http",
        "tcp",
        "dns",
        "prometheus",
        "targets",
        "vendor",
    }
    assert settings.production
    assert [cluster.context for cluster in settings.clusters] == ["shop-eu"]
    assert [service.name for service in settings.services if service.workload] == ["api"]
    assert settings.update_every == {"SEV1": 900_000, "SEV2": 1_800_000}


def test_the_one_line_of_the_hint_is_a_whole_configuration(tmp_path: Path) -> None:
    from console.settings import ONE_MORE_LINE

    settings = load_text(tmp_path, ONE_MORE_LINE)
    assert [service.name for service in settings.services] == ["web"]
    assert not settings.bare


def test_secrets_are_references_and_their_files_lie_beside_the_configuration(tmp_path: Path) -> None:
    text = '[prometheus]\nurl = "https://p.example"\ntargets = true\n{}\n'
    (host, targets) = load_text(tmp_path, text.format('token_env = "PROM"')).checks
    assert host.kind == "host"
    assert targets.kind == "targets"
    assert targets.login.token == Secret(env="PROM")
    (_, targets) = load_text(tmp_path, text.format('token_file = "secrets/prom"')).checks
    assert targets.kind == "targets"
    assert targets.login.token == Secret(file=str(tmp_path / "secrets/prom"))
    (_, targets) = load_text(tmp_path, text.format('username = "u"\npassword_file = "~/pw"')).checks
    assert targets.kind == "targets"
    assert targets.login.password == Secret(file=str(tmp_path / "pw"))


def test_one_line_a_service_is_enough_and_several_of_a_kind_are_told_apart(tmp_path: Path) -> None:
    text = """[prometheus]
url = "https://p.example"
[[service]]
name = "api"
timeout = "2s"
http = ["https://a.example", "https://b.example"]
tcp = "[::1]:5432"
systemd = "api"
error_rate = "rate(errors)"
traffic = "rate(all)"
[service.queries]
queue = "depth"
"""
    _, first, second, tcp, systemd, prometheus = load_text(tmp_path, text).checks
    assert isinstance(first, HttpSettings)
    assert (first.name, first.timeout, first.interval) == ("api http", 2.0, 10.0)
    assert second.name == "api http 2"
    assert isinstance(tcp, TcpSettings)
    assert (tcp.host, tcp.port) == ("::1", 5432)
    assert isinstance(systemd, SystemdSettings)
    assert systemd.units == ("api",)
    assert isinstance(prometheus, PrometheusSettings)
    assert prometheus.queries == {"error_rate": "rate(errors)", "traffic": "rate(all)", "queue": "depth"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tcp = "db.example"', 'expected a host and port such as "db.example:5432"'),
        ('tcp = "db.example:70000"', "expected a host and port"),
        ("tcp = 5432", "expected a text, a list of texts, or a table"),
        ('systemd = "--all"', "expected units such as"),
        ('dns = { name = "a.example", record = "AAA" }', "did you mean 'AAAA'?"),
        ('http = { url = "https://a.example", status = 99 }', "expected a status code such as 200"),
        ('http = { url = "https://a.example", json = { db = 1 } }', "expected a JSON pointer"),
        ('http = "https://a.example"\ninterval = "2s"\ntimeout = "3s"', "expected a timeout shorter than the interval"),
        ('p95 = "x"', "expected a [prometheus] section"),
        ("", 'found nothing to check for "api"'),
    ],
)
def test_a_check_that_cannot_work_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f'[[service]]\nname = "api"\n{text}\n')
    assert said in mistake


def test_two_services_cannot_have_one_name(tmp_path: Path) -> None:
    service = '[[service]]\nname = "api"\nhttp = "https://a.example"\n'
    (mistake,) = mistakes_of(tmp_path, service + service)
    assert mistake.startswith("warroom.toml:5: service[2].name: found")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('update_every = "20s"', "at least a minute"),
        ('second_zone = "Europe/Berlim"', "the name of a time zone"),
        ("holidays = 2026-12-25", "a list of dates such as [2026-12-25"),
        ('holidays = ["Christmas"]', "a list of dates"),
        ("holidays = [2026-12-25T00:00:00]", "a list of dates"),
        ('update_every = { SEV9 = "20m" }', "one of SEV1, SEV2"),
        ('scheme = "sev0-9"', "one of sev1-4, p0-3"),
        ("production = 1", "true or false, without quotes"),
        ("production = [1]", "found a list"),
    ],
)
def test_the_room_is_told_what_it_may_be(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, f"[room]\n{text}\n")
    assert said in mistake


def test_updates_may_be_due_alike_for_all_severities(tmp_path: Path) -> None:
    assert load_text(tmp_path, '[room]\nupdate_every = "20m"\n').update_every == {"*": 1_200_000}


def test_a_scheme_of_ones_own_is_a_file_beside_the_configuration(tmp_path: Path) -> None:
    assert load_text(tmp_path, '[room]\nscheme = "ours.toml"\n').scheme == str(tmp_path / "ours.toml")


def test_people_have_contacts_and_roles_and_keys_are_known(tmp_path: Path) -> None:
    text = '[people]\nalice = "chat"\n[people.bob]\ncontact = "phone"\n[roles]\nscribe = "bob"\n[keys]\nnote = "i"\n'
    settings = load_text(tmp_path, text)
    assert settings.people == {"alice": "chat", "bob": "phone"}
    assert settings.roles == {"scribe": "bob"}
    assert settings.keys == {"note": "i"}
    assert len(mistakes_of(tmp_path, '[roles]\nscribble = "bob"\n[keys]\nquite = "q"\n')) == 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(5, 5.0), (0.5, 0.5), ("500ms", 0.5), ("1m30s", 90.0), ("1h 5m", 3900.0), ("2d", 172_800.0)],
)
def test_time_spans_are_read(text: object, seconds: float) -> None:
    assert span_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "5", "-5s", "5 parsecs", True, float("nan"), float("inf"), [5]])
def test_what_is_no_time_span_is_none(text: object) -> None:
    assert span_seconds(text) is None


def test_holidays_are_dates_with_or_without_quotes(tmp_path: Path) -> None:
    holidays = load_text(tmp_path, '[room]\nholidays = [2026-12-25, "2026-12-26"]\n').holidays
    assert holidays == (date(2026, 12, 25), date(2026, 12, 26))
