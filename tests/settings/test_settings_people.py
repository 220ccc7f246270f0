"""People, teams, the catalogue of services, parties and on-call schedules of a configuration."""

from pathlib import Path

import pytest

from console.settings import Catalogued, Party, Person, Schedule, Team
from tests.settings.written import load_text, mistakes_of

WHOLE = """
[people]
alice = "chat @alice"
bob = { telephone = "+44 20 7946 0001", chat = "@bob", email = "bob@shop.example", team = "platform", timezone = "UTC" }
dana = { contact = "desk 4" }

[teams.platform]
people = ["alice"]
lead = "dana"

[[party]]
name = "payments vendor"
telephone = "+44 20 7946 0009"
ticket = "T-77"

[[oncall]]
name = "platform"
team = "platform"
file = "oncall.toml"

[[oncall]]
name = "chief"
role = "incident_commander"
ical = "https://calendar.example/chief.ics"

[[service]]
name = "db"
tcp = "db.example:5432"
owner = "cto"

[[service]]
name = "web"
http = "https://web.example"
owner = "platform"
tier = 1
depends_on = ["db"]
runbook = "runbooks/web.md"
dashboards = "https://boards.example/web"
channel = "#web"
workaround = "orders by telephone"
"""


def test_everybody_who_may_be_needed_is_read(tmp_path: Path) -> None:
    settings = load_text(tmp_path, WHOLE)
    found = settings.directory
    assert found.people["bob"] == Person("bob", "", "+44 20 7946 0001", "@bob", "bob@shop.example", "platform", "UTC")
    assert settings.people["alice"] == "chat @alice"
    assert settings.people["bob"].startswith("+44 20 7946 0001, @bob")
    assert found.teams == {"platform": Team("platform", ("alice",), "dana")}
    assert found.members("platform") == ("dana", "alice", "bob")
    assert found.services["web"] == Catalogued(
        "web",
        "platform",
        1,
        ("db",),
        "runbooks/web.md",
        ("https://boards.example/web",),
        "#web",
        "orders by telephone",
    )
    assert found.parties == (Party("payments vendor", "vendor", "+44 20 7946 0009", "", "T-77"),)
    assert found.schedules == (
        Schedule("platform", team="platform", file=tmp_path / "oncall.toml"),
        Schedule("chief", "incident_commander", url="https://calendar.example/chief.ics"),
    )


def test_a_default_team_may_own_a_service_without_being_declared(tmp_path: Path) -> None:
    assert load_text(tmp_path, WHOLE).directory.services["db"].owner == "cto"


PEOPLE = '[people]\nalice = "chat"\n'
WEB = '[[service]]\nname = "web"\nhttp = "https://web.example"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{PEOPLE}{WEB}owner = "alise"\n', 'warroom.toml:6: service[1].owner: found "alise", expected a person or'),
        (f'{PEOPLE}{WEB}owner = "alise"\n', "did you mean 'alice'?"),
        (f'{WEB}depends_on = ["wep"]\n', 'service[1].depends_on: found "wep", expected another [[service]]'),
        (f'{WEB}depends_on = ["web"]\n', "there is none"),
        (f'{PEOPLE}[teams.platform]\npeople = ["bob"]\n', "warroom.toml:4: teams.platform.people"),
        (f'{PEOPLE}[teams.platform]\nlead = "bob"\n', "teams.platform.lead"),
        ('[people]\nbob = { team = "platfrom" }\n[teams.platform]\n', "did you mean 'platform'?"),
        (
            f'{PEOPLE}[roles]\nscribe = "alcie"\n',
            'found "alcie", expected a person under [people]: alice',
        ),
        ('[people.bob]\ntimezone = "Mars/North"\n', "the name of a time zone"),
        ('[[oncall]]\nname = "a"\n', "found neither file nor ical, expected one of the two"),
        ('[[oncall]]\nname = "a"\nfile = "x"\nical = "y"\n', "found both file and ical"),
        ('[[oncall]]\nname = "a"\nfile = "x"\nteam = "architekt"\n', "did you mean 'architect'?"),
        ('[[oncall]]\nname = "a"\nfile = "x"\nservice = "wep"\n', "oncall[1].service"),
        ('[[oncall]]\nname = "a"\nical = "ftp://x"\n', "begins with http:// or https://"),
        ('[[party]]\nname = "a"\nkind = "venodr"\n', "did you mean 'vendor'?"),
    ],
)
def test_a_name_that_is_not_known_is_told_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, text)
    assert said in mistake


def test_without_people_the_roles_may_name_anybody(tmp_path: Path) -> None:
    assert load_text(tmp_path, '[roles]\nscribe = "erin"\n').roles == {"scribe": "erin"}
