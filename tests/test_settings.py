"""warroom.toml, the environment and the command line: what is read, and what is said when it cannot be."""

from pathlib import Path

import pytest

from console.settings import (
    HttpSettings,
    Known,
    Overrides,
    PrometheusSettings,
    Secret,
    Settings,
    SettingsError,
    SystemdSettings,
    TcpSettings,
    find,
    load,
    read,
    usual_places,
)
from console.settings.lines import key_lines
from console.settings.tables import span_seconds

KNOWN = Known(
    schemes={"sev1-4": ("SEV1", "SEV2"), "p0-3": ("P0", "P1")},
    themes=("dark", "light"),
    roles=("incident_commander", "scribe"),
    keys=("note", "quit"),
)


def _env(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "USER": "alice"}


def _load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "warroom.toml"
    file.write_text(text)
    return load(file, _env(tmp_path), known=KNOWN)


def _mistakes(tmp_path: Path, text: str) -> list[str]:
    """Load what must fail: each mistake without the folder in front."""
    with pytest.raises(SettingsError) as failing:
        _load(tmp_path, text)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in failing.value.problems]


def test_a_bare_machine_needs_no_configuration(tmp_path: Path) -> None:
    settings = load(None, _env(tmp_path))
    assert settings.path is None
    assert settings.bare
    assert [check.kind for check in settings.checks] == ["host"]
    assert settings.log_dir == tmp_path / ".local/state/warroom"
    assert settings.user == "alice"


def test_the_example_that_ships_has_no_mistakes(tmp_path: Path) -> None:
    from console.wiring.shipped import DATA, known

    settings = load(DATA / "warroom.toml", _env(tmp_path), known=known())
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
    assert settings.update_every == {"SEV1": 900_000, "SEV2": 1_800_000}


def test_the_one_line_of_the_hint_is_a_whole_configuration(tmp_path: Path) -> None:
    from console.settings import ONE_MORE_LINE

    settings = _load(tmp_path, ONE_MORE_LINE)
    assert [service.name for service in settings.services] == ["web"]
    assert not settings.bare


def test_a_file_is_looked_for_in_the_documented_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / ".config/warroom").mkdir(parents=True)
    usual = home / ".config/warroom/warroom.toml"
    env = {"HOME": str(home)}
    monkeypatch.chdir(tmp_path)
    assert find(None, env) is None
    usual.write_text("")
    assert find(None, env) == usual
    assert find(None, env | {"XDG_CONFIG_HOME": str(tmp_path / "other")}) is None
    here = tmp_path / "warroom.toml"
    here.write_text("")
    assert find(None, env) == here
    assert find(None, env | {"WARROOM_CONFIG": "/elsewhere.toml"}) == Path("/elsewhere.toml")
    assert find(Path("given.toml"), env | {"WARROOM_CONFIG": "/elsewhere.toml"}) == tmp_path / "given.toml"


def test_a_relative_xdg_directory_is_ignored_as_its_rules_say(tmp_path: Path) -> None:
    env = _env(tmp_path) | {"XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config"}
    assert load(None, env).log_dir == tmp_path / ".local/state/warroom"
    assert len(usual_places(env)) == 1


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "warroom.toml"
    file.write_text('[room]\nuser = "file"\nlog_dir = "from-file"\ntheme = "dark"\n')
    env = _env(tmp_path)
    assert load(file, env).user == "file"
    assert load(file, env).log_dir == tmp_path / "from-file"
    env |= {"WARROOM_USER": "env", "WARROOM_LOG_DIR": "/from-env"}
    assert (load(file, env).user, load(file, env).log_dir) == ("env", Path("/from-env"))
    settings = load(file, env, Overrides("/from-argv", "argv", "light", read_only=True))
    assert (settings.user, settings.log_dir, settings.theme) == ("argv", Path("/from-argv"), "light")
    assert settings.read_only


def test_without_a_home_the_error_says_how_to_place_the_log() -> None:
    with pytest.raises(SettingsError, match="--log-dir, WARROOM_LOG_DIR, or log_dir"):
        load(None, {})
    assert load(None, {"WARROOM_LOG_DIR": "/log"}).log_dir == Path("/log")


def test_all_mistakes_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = """[room]
read_onyl = true
theme = "drak"

[[service]]
name = "api"
http = "nonsense"

[[service]]
name = "web"
http = "https://web.example"
interval = "soon"
[service.thresholds]
bad = 5
"""
    beginnings = [
        "warroom.toml:2: room.read_onyl: found an unknown key, expected one of checklist, context, log_dir, ",
        'warroom.toml:3: room.theme: found "drak", expected one of dark, light - did you mean "dark"?',
        'warroom.toml:7: service[1].http.url: found "nonsense", expected an address that begins with http:// or ',
        'warroom.toml:12: service[2].interval: found "soon", expected a time span of at least 1 s such as "5s" ',
        "warroom.toml:14: service[2].thresholds.bad: found 5 of the last 3, expected bad to be at most last",
    ]
    mistakes = _mistakes(tmp_path, text)
    assert len(mistakes) == len(beginnings)
    assert all(mistake.startswith(beginning) for mistake, beginning in zip(mistakes, beginnings, strict=True))
    assert mistakes[0].endswith('did you mean "read_only"?')


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, '[room]\ntheme = "dark\n') == [
        "warroom.toml:2: found Illegal character '\\n' at column 14, expected TOML"
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file or directory, expected a file that can be read"):
        load(tmp_path / "missing.toml", _env(tmp_path))
    file = tmp_path / "bytes.toml"
    file.write_bytes(b"a = '\xff'\n")
    with pytest.raises(SettingsError, match="a byte at 5 that is not UTF-8"):
        load(file, _env(tmp_path))


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('token = "s3cr3t-value"', "token_env or token_file"),
        ('password = "s3cr3t-value"', "password_env or password_file"),
        ('url = "https://me:s3cr3t-value@prom.example"', "username with password_env or password_file"),
    ],
)
def test_a_secret_in_the_file_is_refused_with_the_reason_and_never_shown(
    line: str, instead: str, tmp_path: Path
) -> None:
    address = "" if line.startswith("url") else 'url = "https://prom.example"\n'
    (mistake,) = _mistakes(tmp_path, f"[prometheus]\n{address}{line}\n")
    assert instead in mistake
    assert "copied" in mistake
    assert "s3cr3t" not in mistake


def test_a_header_that_signs_in_is_a_secret_too(tmp_path: Path) -> None:
    text = (
        '[[service]]\nname = "api"\nhttp = { url = "https://a.example", headers = { Authorization = "Bearer s3" } }\n'
    )
    (mistake,) = _mistakes(tmp_path, text)
    assert "token_env" in mistake
    assert "s3" not in mistake.replace("is3", "")


def test_secrets_are_references_and_their_files_lie_beside_the_configuration(tmp_path: Path) -> None:
    text = '[prometheus]\nurl = "https://p.example"\ntargets = true\n{}\n'
    (host, targets) = _load(tmp_path, text.format('token_env = "PROM"')).checks
    assert host.kind == "host"
    assert targets.kind == "targets"
    assert targets.login.token == Secret(env="PROM")
    (_, targets) = _load(tmp_path, text.format('token_file = "secrets/prom"')).checks
    assert targets.kind == "targets"
    assert targets.login.token == Secret(file=str(tmp_path / "secrets/prom"))
    (_, targets) = _load(tmp_path, text.format('username = "u"\npassword_file = "~/pw"')).checks
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
    _, first, second, tcp, systemd, prometheus = _load(tmp_path, text).checks
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
        ('dns = { name = "a.example", record = "AAA" }', 'did you mean "AAAA"?'),
        ('http = { url = "https://a.example", status = 99 }', "expected a status code such as 200"),
        ('http = { url = "https://a.example", json = { db = 1 } }', "expected a JSON pointer"),
        ('http = "https://a.example"\ninterval = "2s"\ntimeout = "3s"', "expected a timeout shorter than the interval"),
        ('p95 = "x"', "expected a [prometheus] section"),
        ("", 'found nothing to check for "api"'),
    ],
)
def test_a_check_that_cannot_work_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = _mistakes(tmp_path, f'[[service]]\nname = "api"\n{text}\n')
    assert said in mistake


def test_two_services_cannot_have_one_name(tmp_path: Path) -> None:
    service = '[[service]]\nname = "api"\nhttp = "https://a.example"\n'
    (mistake,) = _mistakes(tmp_path, service + service)
    assert mistake.startswith("warroom.toml:5: service[2].name: found")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('update_every = "20s"', "at least a minute"),
        ('update_every = { SEV9 = "20m" }', "one of SEV1, SEV2"),
        ('scheme = "sev0-9"', "one of sev1-4, p0-3"),
        ("production = 1", "true or false, without quotes"),
        ("production = [1]", "found a list"),
    ],
)
def test_the_room_is_told_what_it_may_be(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = _mistakes(tmp_path, f"[room]\n{text}\n")
    assert said in mistake


def test_updates_may_be_due_alike_for_all_severities(tmp_path: Path) -> None:
    assert _load(tmp_path, '[room]\nupdate_every = "20m"\n').update_every == {"*": 1_200_000}


def test_a_scheme_of_ones_own_is_a_file_beside_the_configuration(tmp_path: Path) -> None:
    assert _load(tmp_path, '[room]\nscheme = "ours.toml"\n').scheme == str(tmp_path / "ours.toml")


def test_people_have_contacts_and_roles_and_keys_are_known(tmp_path: Path) -> None:
    text = '[people]\nalice = "chat"\n[people.bob]\ncontact = "phone"\n[roles]\nscribe = "bob"\n[keys]\nnote = "i"\n'
    settings = _load(tmp_path, text)
    assert settings.people == {"alice": "chat", "bob": "phone"}
    assert settings.roles == {"scribe": "bob"}
    assert settings.keys == {"note": "i"}
    assert len(_mistakes(tmp_path, '[roles]\nscribble = "bob"\n[keys]\nquite = "q"\n')) == 2


def test_what_can_be_read_is_read_in_spite_of_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "warroom.toml"
    file.write_text('[room]\nuser = "bob"\ntheme = 3\n[[service]]\nname = "a"\nhttp = "https://a.example"\n')
    loaded = read(file, _env(tmp_path), known=KNOWN)
    assert loaded.settings.user == "bob"
    assert [service.name for service in loaded.settings.services] == ["a"]
    assert len(loaded.problems) == 1


def test_lines_are_found_for_tables_lists_dotted_and_quoted_keys() -> None:
    text = '''a.b = 1
"c d" = """
e = 2
"""
[t]
f = 3
[[l]]
g = 4
[[l]]
[l.m]
h = 5
'''
    lines = key_lines(text)
    assert lines[("a", "b")] == 1
    assert lines[("c d",)] == 2
    assert ("e",) not in lines
    assert lines[("t", "f")] == 6
    assert lines[("l", 0, "g")] == 8
    assert lines[("l", 1, "m", "h")] == 11


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(5, 5.0), (0.5, 0.5), ("500ms", 0.5), ("1m30s", 90.0), ("1h 5m", 3900.0), ("2d", 172_800.0)],
)
def test_time_spans_are_read(text: object, seconds: float) -> None:
    assert span_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "5", "-5s", "5 parsecs", True, float("nan"), float("inf"), [5]])
def test_what_is_no_time_span_is_none(text: object) -> None:
    assert span_seconds(text) is None


def test_a_working_directory_that_was_removed_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert load(None, _env(tmp_path)).path is None
