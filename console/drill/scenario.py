"""Pure: a scenario: what happens when, how releases behave, what helps. Knows no file."""

from collections.abc import Mapping
from typing import NamedTuple


class Release(NamedTuple):
    """How pods of an image (or of an image with a configuration, "api:1.9.2@pool-4") behave.

    `errors` is the share of requests that they fail, `slow` a factor on their work, `places` one on what they do at
    once; `leak` is in MB a minute under ordinary load. `says` is what their logs tell of a failure.
    """

    errors: float = 0.0
    slow: float = 1.0
    places: float = 1.0
    leak: float = 0.0
    says: str = ""


class Effect(NamedTuple):
    """Something that is wrong from `at` on (s since the start): for `lasts` s, or while a workload has ready pods.

    `load` is a factor on the traffic of users, `again` the share of them that try again; `old` means only pods made
    before it began, `releases` those as well whenever they were made. `says` is what logs tell of a failure.
    """

    at: float
    service: str = ""
    errors: float = 0.0
    slow: float = 1.0
    load: float = 1.0
    again: float = 0.0
    lasts: float = 0.0
    during: str = ""
    old: bool = False
    releases: tuple[str, ...] = ()
    says: str = ""


class Happening(NamedTuple):
    """Something that is done to the shop at `at` (s since the start).

    One of: `deploy` an image ("web:2.4.1"), `configure` a service with `config`, `scale` a service to `pods`,
    `lose` a node, `flush` a service's pods. `gradual`: seconds that a new pod has to hold before the next follows.
    `canary`: so many new pods come beside all old ones, before the first of those goes (0: as the cluster has it).
    """

    at: float
    deploy: str = ""
    configure: str = ""
    config: str = ""
    scale: str = ""
    pods: int = 0
    lose: str = ""
    flush: str = ""
    by: str = "deploy-bot"
    why: str = ""
    gradual: int = 0
    canary: int = 0


class Colleague(NamedTuple):
    """Somebody who can be given a role: answers after about `answers` seconds.

    At `at` (s since the start) they ask something, or promise something; what they report `within` so many seconds
    after that is "" where they forget it.
    """

    name: str
    contact: str = ""
    answers: float = 60.0
    at: float = 0.0
    asks: str = ""
    promises: str = ""
    within: float = 300.0
    reports: str = ""

    @property
    def forgets(self) -> bool:
        """Whether they forget what they say they will do."""
        return bool(self.promises) and not self.reports


class Scenario(NamedTuple):
    """A drill; `onset` and `ends` are seconds since its start.

    The right `hypothesis` is a text that holds all words of one of its rows. `told` is what the pager says; `helps`,
    `harms` and `idle` (which does nothing) are actions such as "rollback deploy/web". `traffic` is a factor on that of
    an ordinary afternoon.
    """

    name: str
    title: str
    told: str
    cause: str
    onset: float
    ends: float
    hypothesis: tuple[tuple[str, ...], ...]
    helps: tuple[str, ...]
    harms: tuple[str, ...]
    idle: tuple[str, ...]
    faster: tuple[str, ...]
    happenings: tuple[Happening, ...]
    effects: tuple[Effect, ...]
    releases: Mapping[str, Release]
    autoscalers: Mapping[str, tuple[int, int]]
    traffic: float = 1.0
    colleagues: tuple[Colleague, ...] = ()


OTHERS = (
    Colleague("maria", "#shop-support", 40.0, 420.0, asks="Support has a queue of 60 calls. What may we tell people?"),
    Colleague(
        "jonas", "#platform", 90.0, 540.0, promises="I will look at the machines and be back in 5 minutes.", reports=""
    ),
    Colleague(
        "aylin",
        "#backend",
        60.0,
        480.0,
        promises="I am going through the logs of web and api, and tell you in 4 minutes.",
        within=240.0,
        reports="The logs are on screen 2: open a workload, l reads the log of a pod.",
    ),
    Colleague(
        "tomas", "", 150.0, 900.0, asks="I have the board on the line. When will it be over, and how many are hit?"
    ),
)
"""Who is there where a scenario names nobody: one asks, one forgets what he promised, one keeps it, one presses."""
