"""What is left of a configuration with mistakes: the rest; and what guards falls to the safe side."""

from pathlib import Path

import pytest

from console.settings import BrokenSettings, Loaded, read
from tests.settings.written import KNOWN, home_of

WEB = '[[service]]\nname = "web"\nhttp = "https://shop.example/health"\n'
PEOPLE = '[people]\nalice = "chat @alice"\nbob = "chat @bob"\n'


def loaded(tmp_path: Path, text: str) -> Loaded:
    """Read a text in which something is wrong."""
    file = tmp_path / "warroom.toml"
    file.write_text(text)
    found = read(file, home_of(tmp_path), known=KNOWN)
    assert found.problems
    assert found.settings.problems == found.problems
    return found


@pytest.mark.parametrize("text", ['[room]\nread_only = "yes"\n', "[room]\nreadonly = true\n", "read_only = true\n"])
def test_read_only_that_cannot_be_read_is_on(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, text)
    assert found.settings.read_only
    assert not any(problem.doubts for problem in found.problems)


def test_production_that_cannot_be_read_is_on_for_the_room_and_for_a_cluster(tmp_path: Path) -> None:
    assert loaded(tmp_path, "[room]\nprod = true\n").settings.production
    text = '[room]\nprodution = true\n[[cluster]]\ncontext = "a"\nproduction = "yes"\nyes = "yes"\n'
    settings = loaded(tmp_path, text).settings
    assert settings.production
    assert [(each.production, each.yes) for each in settings.clusters] == [(True, False)]


@pytest.mark.parametrize(
    "word", ['namespace = "*"', "kubeconfig = 3", 'namespce = "shop"', 'ns = "shop"', "prod = true", 'context = ""']
)
def test_a_cluster_of_which_it_is_not_sure_what_it_reaches_is_left_out(tmp_path: Path, word: str) -> None:
    name = "" if word.startswith("context") else 'context = "a"\n'
    settings = loaded(tmp_path, f'[[cluster]]\n{name}{word}\n[[cluster]]\ncontext = "b"\n').settings
    assert [each.context for each in settings.clusters] == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        "[actions]\nmost_replicas = 0\n",
        "[actions]\nmost_replica = 9\n",
        "[action]\na = 1\n",
        "[[actions]]\nmost_replicas = 3\n",
        "actions = 3\n",
        "most_replicas = 3\n",
        "[room]\nmost_replicas = 3\n",
    ],
)
def test_a_limit_that_cannot_be_read_is_the_lowest(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text).settings.most_replicas == 1


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("[room]\nlog_dir = 3\n", True),
        ('[room]\nlogdir = "x"\n', True),
        ('[rooms]\nlog_dir = "x"\n', True),
        ('log_dir = "x"\n', True),
        ("[room\n", True),
        ("[room]\ntheme = 3\n", False),
        ("[room]\nuser = 3\n", True),
        ('[room]\nusr = "alice"\n', True),
        ("[[servcie]]\n", False),
    ],
)
def test_only_a_doubt_about_the_log_or_its_writer_stops(tmp_path: Path, text: str, *, stops: bool) -> None:
    assert any(problem.doubts for problem in loaded(tmp_path, text).problems) == stops


def test_of_a_list_only_what_is_wrong_is_left_out(tmp_path: Path) -> None:
    text = '[room]\ntypes = ["data-loss", "Bad", 3]\nholidays = ["2026-12-25", "soon"]\n'
    text += 'update_every = { SEV1 = "15m", SEV9 = "5m" }\n[systemd]\nunits = ["nginx.service", "-x"]\n'
    found = loaded(tmp_path, text)
    assert found.settings.own.types == ("data-loss",)
    assert [str(day) for day in found.settings.holidays] == ["2026-12-25"]
    assert found.settings.update_every == {"SEV1": 900_000}
    assert [each.name for each in found.settings.checks] == ["host", "systemd", "systemd (left out)"]
    assert [problem.line for problem in found.problems] == [2, 2, 3, 4, 6]


def test_a_check_with_a_mistake_is_there_and_is_not_looked_at(tmp_path: Path) -> None:
    text = (
        '[[service]]\nname = "web"\nhttp = { url = "https://a.example", contians = "ok" }\ntcp = "a.example:5432"\n'
        '[[service]]\nname = "api"\ntcp = "nonsense"\n'
        '[[service]]\nname = "db"\ndsn = "db.example"\ntcp = ["db.example:5432", 3]\n'
        '[[service]]\nname = "slow"\nhttp = { url = "https://a.example", interval = "soon" }\n'
    )
    broken = {each.name: isinstance(each, BrokenSettings) for each in loaded(tmp_path, text).settings.checks}
    assert broken == {
        "host": False,
        "web http": True,
        "web tcp": False,
        "api tcp": True,
        "db tcp": False,
        "db tcp 2": True,
        "db dns (left out)": True,
        "slow http": False,
    }


def test_expressions_are_not_asked_of_a_server_that_is_not_known(tmp_path: Path) -> None:
    text = '[prometheus]\nurl = "prom"\ntargets = true\n[[service]]\nname = "web"\ntraffic = "sum(x)"\n'
    found = loaded(tmp_path, text)
    assert [(each.name, each.kind) for each in found.settings.checks[1:]] == [
        ("web prometheus", "broken"),
        ("targets", "broken"),
    ]
    assert len(found.problems) == 1


def test_of_two_services_with_one_name_the_first_counts_whatever_else_is_wrong(tmp_path: Path) -> None:
    text = f'{WEB}{WEB.replace("/health", "/other")}[[service]]\nhttp = "https://a.example"\n[room]\ntheme = 3\n'
    settings = loaded(tmp_path, text).settings
    assert settings.named == ("web",)
    assert [getattr(each, "url", "") for each in settings.checks] == ["", "https://shop.example/health"]


def test_nobody_is_no_person_and_an_unknown_one_is_left_out_of_teams_roles_and_schedules(tmp_path: Path) -> None:
    text = (
        f'{PEOPLE}"" = "x"\ncarol = {{ team = "platfrom" }}\n'
        '[teams.platform]\npeople = ["alice", "bop"]\nlead = "bop"\n'
        '[roles]\nscribe = "bop"\nincident_commander = "bob"\n'
        '[[oncall]]\nname = "a"\nfile = "x.toml"\nteam = "platfrom"\n[[oncall]]\nname = "a"\nfile = "y.toml"\n'
        '[[oncall]]\nname = "b"\nical = "ftp://calendar.example"\n'
    )
    settings = loaded(tmp_path, text).settings
    found = settings.directory
    assert list(found.people) == ["alice", "bob", "carol"]
    assert (found.people["carol"].team, found.teams["platform"].people, found.teams["platform"].lead) == (
        "",
        ("alice",),
        "",
    )
    assert settings.roles == {"incident_commander": "bob"}
    assert found.schedules == ()


@pytest.mark.parametrize("directory", [PEOPLE, '[teams.platform]\nlead = "alice"\n' + PEOPLE])
def test_an_owner_and_a_default_who_are_not_listed_are_refused_where_somebody_is(
    tmp_path: Path, directory: str
) -> None:
    found = loaded(tmp_path, f'[roles]\nscribe = "bop"\n{WEB}owner = "bop"\n{directory}')
    assert [problem.hint for problem in found.problems] == ["did you mean 'bob'?"] * 2
    assert (found.settings.roles, found.settings.directory.services["web"].owner) == ({}, "")


def test_without_a_directory_anybody_may_own_a_service_and_have_a_role(tmp_path: Path) -> None:
    file = tmp_path / "warroom.toml"
    file.write_text(f'[roles]\nscribe = "bob"\n{WEB}owner = "bob"\n')
    found = read(file, home_of(tmp_path), known=KNOWN)
    assert found.problems == ()
    assert (found.settings.roles, found.settings.directory.services["web"].owner) == ({"scribe": "bob"}, "bob")


def test_a_closure_that_cannot_be_read_takes_no_other_away(tmp_path: Path) -> None:
    closed = '[[maintenance]]\nservice = "{}"\nfrom = 2026-11-22T00:00:00Z\nto = {}\n'
    text = WEB + closed.format("wbe", "2026-11-23T00:00:00Z") + closed.format("web", '"soon"')
    text += closed.format("web", "2026-11-23T00:00:00Z")
    assert [each.service for each in loaded(tmp_path, text).settings.own.closures] == ["web"]


def test_known_names_are_told_once_each(tmp_path: Path) -> None:
    text = f'{PEOPLE}[teams.architect]\npeople = ["bob"]\n{WEB}owner = "zzz"\n'
    (problem,) = loaded(tmp_path, text).problems
    assert problem.expected == "a person or a team: alice, bob, architect, cto"
