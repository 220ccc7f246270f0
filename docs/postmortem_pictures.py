"""Makes the example postmortem and its pictures: a drill that two people lead well, and what they write afterwards.

make pictures        (five minutes; writes docs/example/, docs/pictures/postmortem-*)

The drill runs on its own clock: each run gives a document like the last one, with other times in it.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir
from decimal import Decimal
from pathlib import Path

from camera import OUT, Photographer, at_console
from drill_pictures import ENV, SEED, SPEED

from console import papers
from console.incident.action import VERDICTS
from console.incident.clock import clock_time, system_clock
from console.incident.events import Event
from console.incident.record import Incident
from console.journal.reading import LogReader
from console.review.keep import block
from console.review.report import Report
from console.settings import Settings
from console.settings.costs import CostSettings
from console.wiring import drill, own, shipped
from console.wiring.checks import limits, watched
from console.wiring.joining import join
from tests.review.browser import CHROMIUM

EXAMPLE = Path(__file__).parent / "example"
SEEN = 75
"""Seconds of the drill between the onset and the declaration: the pager rings in between."""
WATCHED = 7 * 60
"""Seconds of the drill for which it goes on after the action."""
SCHEMES = {"dark": 0, "light": 1}
"""Of a browser, by the number that it knows them by."""
COSTS = CostSettings(Decimal("95.00"), "EUR")
PEOPLE_WROTE = {
    "summary": """\
For a few minutes one checkout in ten failed at its last step. Release 2.4.1 of web could not read a new address
form, and its two canary pods took a quarter of the requests. We rolled web back to 2.4.0, and checkouts worked again at
once. No order was lost: carts were kept, and customers could try again.

This was a drill. The shop, its customers and its numbers are simulated; what we did, and when, is real.""",
    "response-analysis": """\
**Went well**

- The release was found within two minutes: it stood in the list of changes, at the onset.
- We rolled back before we understood the error. Customers were well while we read the code.
- One of us wrote down evidence against the first idea, so that nobody followed it any longer.

**Went poorly**

- The canary had no gate: it went on taking traffic while two of five of its requests failed.
- Support had 60 calls in its queue before we told it what to say.

**Where we got lucky**

- The rollout was half way: the old pods were still running, so that the rollback took seconds.""",
    "lessons": """\
- A canary without a gate that ends it is only a slow release.
- The list of changes is the first place to look. It was right within two minutes.
- Support should hear from us with the first update, not after it has asked.""",
}


class Team:
    """Two people, each at a console, and what the log says so far."""

    def __init__(self, alice: Photographer, bob: Photographer, running: drill.Drill) -> None:
        self.alice, self.bob = alice, bob
        self._reader, self._seen = LogReader(running.settings.log_dir), list[Event]()
        self.stage = running.world.stage

    async def say(self, who: Photographer, line: str) -> None:
        """Type a line, and wait until the log has it and everybody knows."""
        writer = who.room.snapshot.log.writer
        before = self._written(writer)
        await who.press("n")
        await who.paste(line)
        await who.press("enter")
        await who.wait(lambda: self._written(writer) > before)
        newest = len(self._seen)
        await who.wait(lambda: min(each.room.snapshot.log.events for each in (self.alice, self.bob)) >= newest)

    async def tell(self, words: str) -> None:
        """Say that people were told something."""
        before = len(self.incident().updates)
        await self.alice.press("u", shows="Told")
        await self.alice.paste(words)
        await self.alice.press("ctrl+s")
        await self.alice.wait(lambda: len(self.incident().updates) > before)

    async def since(self, seconds: float) -> None:
        """Wait for a moment of the drill."""
        await self.alice.wait(lambda: self.stage.since > seconds)

    def incident(self) -> Incident:
        """Return the incident as alice sees it."""
        found = self.alice.room.snapshot.incident
        if found is None:
            message = "there is no incident yet"
            raise LookupError(message)
        return found

    def event(self, says: Callable[[Event], bool]) -> str:
        """Return the newest event of the log that is meant, as people cite it."""
        return [each.key for each in self._events() if says(each)][-1]

    def at(self, says: Callable[[Event], bool]) -> int:
        """Return when the newest event happened that is meant, ms since 1970."""
        return [each.occurred_at for each in self._events() if says(each)][-1]

    def said(self, words: str, kind: str = "") -> str:
        """Return the newest event with these words."""
        return self.event(lambda each: words in each.fact.summary() and each.fact.kind.startswith(kind))

    def _written(self, writer: str) -> int:
        return sum(each.key.startswith(f"{writer}/") for each in self._events())

    def _events(self) -> list[Event]:
        while found := self._reader.poll(500):
            self._seen += found
        return self._seen


async def declare(team: Team) -> None:
    """Say what is wrong, since when, who does what, and tell people."""
    alice, onset = team.alice, team.stage.start + round(team.stage.scenario.onset * 1000)
    await team.since(team.stage.scenario.onset + SEEN)
    await alice.press("i", shows="What is wrong")
    await alice.paste("Checkout fails for one user in ten")
    await alice.press("ctrl+s", shows="INVESTIGATING")
    await team.bob.wait(lambda: team.bob.room.snapshot.incident is not None)
    await team.say(alice, f"/time started {clock_time(onset)}Z errors of web rise from here on")
    alert = "the alert of the shop"
    await team.say(alice, f"/time detected {clock_time(team.at(lambda each: 'Alert' in each.fact.summary()))}Z {alert}")
    await team.say(alice, "/ack")
    await team.say(alice, "/role ops bob")
    await team.say(alice, "/role comms maria")
    await team.say(team.bob, "/accept")
    await team.tell("Some checkouts fail at the last step. We are on it. Next update in 15 minutes.")


async def find(team: Team) -> None:
    """Propose what it may be, and let the log speak for and against it."""
    alice, bob = team.alice, team.bob
    await team.say(bob, "/hyp worker 3.1.1 loads the database with larger batches")
    await team.say(bob, "/hyp web 2.4.1 fails at the new address form")
    await team.say(bob, "the database is as before: p95 as an hour ago, the queue is empty")
    await team.say(bob, f"/hyp against h1 {team.said('the database is as before')} nothing behind web is slow")
    await team.say(bob, "/hyp h1 refuted the database and the queue are as before")
    await team.say(bob, "only pods of web 2.4.1 log TypeError: address.lines is not iterable")
    await team.say(bob, f"/hyp for h2 {team.said('only pods of web')} its pods alone log it")
    await team.say(bob, "/hyp h2 testing a rollback of web ends it, or h2 is wrong")
    for step in ("assign-commander", "confirm-severity", "page-responders", "first-post", "check-recent-changes"):
        await team.say(alice, f"/done {step}")
    await team.say(alice, "/status identified the release of web at the onset")


async def relieve(team: Team) -> None:
    """Decide, take the release back, and look at what came of it."""
    alice = team.alice
    why = "it went out at the onset, its pods alone log the error, and 2.4.0 still runs beside it"
    await team.say(alice, f"/decide roll back web to 2.4.0 because {why}")
    await alice.press("r", shows="rollback what?")
    await alice.press("enter", shows="which revision?")
    await alice.press("enter", shows="Nothing stands against it")
    await alice.press("y", shows="executing: rollback")
    await team.say(alice, "/status mitigating web goes back to 2.4.0")
    await team.say(alice, "/complaint 60 support queue")
    for step in ("fill-roles", "scope-impact", "stop-the-bleeding", "data-at-risk"):
        await team.say(alice, f"/done {step}")
    await team.say(alice, "/skip freeze-changes only web is released today")
    await team.say(alice, "/task @maria 5m tell support that checkouts work again, and to try once more")
    acted = team.stage.since
    await alice.wait(lambda: any(each.step in VERDICTS for each in alice.room.snapshot.state.actions.values()))
    await team.say(alice, f"/hyp for h2 {team.said('mproved', 'action')} errors ended with the rollback")
    await team.say(alice, "/hyp h2 supported errors ended with the rollback")
    await team.say(alice, "/status monitoring errors of web are back to what they were")
    await team.tell("Checkouts work again. We took a release back and keep watching. Next update when it is over.")
    await team.say(alice, "/done verify-relief")
    await team.since(acted + WATCHED)


async def end(team: Team) -> None:
    """Say that it is over, with a summary."""
    alice = team.alice
    await team.tell("It is over: checkouts work as before. A failed order can be placed again.")
    await alice.press("L", shows="way back")
    await alice.press("o", shows="Who owns it")
    await alice.paste("bob")
    await alice.press("tab")
    await alice.paste("until a release reads the addresses of older clients")
    await alice.press("ctrl+s")
    await alice.wait(lambda: not any(each.is_open for each in alice.room.snapshot.state.actions.values()))
    await team.say(alice, "/status resolved web 2.4.1 failed one checkout in ten; it was rolled back to 2.4.0")


async def learn(team: Team) -> None:
    """Write down what it did, what led to it, and what follows."""
    alice, bob = team.alice, team.bob
    verdict = team.said("mproved", "action")
    lost = f"{round(team.stage.lost, -2):.0f}"
    for line in (
        "/impact users-share 10 from sessions with a failed checkout, of all sessions with one",
        f"/impact requests {lost} from the load balancer",
        "/impact data-loss none from orders compared with payments",
        "/impact revenue 0 EUR from this was a drill",
        "/hyp h2 accepted the errors began with the release and ended with its rollback",
        "/impact sla none from there is none for a drill",
        "/cause deploy web 2.4.1 fails at the new address form",
        "/why one checkout in ten failed",
        "/why w1 two pods of web 2.4.1 took a quarter of the requests and failed two of five",
        "/why w2 2.4.1 expects a list of address lines, and older clients send one text",
        "/why w3 no test sends what older clients send",
        "/why w2 a canary takes traffic for an hour, and nothing looks at its errors",
        "/factor code: 2.4.1 does not read the address of older clients",
        "/factor process: a canary without a gate on its errors",
        "/factor accept f1 its pods log it with every failed request",
        "/factor accept f2 it took traffic until a person ended it",
    ):
        await team.say(alice, line)
    await team.say(alice, f"/factor for f1 {team.said('only pods of web')} the error of each failed request")
    await team.say(alice, f"/why for w2 {verdict} errors ended when they were gone")
    for line in (
        "/action @bob +7d A canary ends by itself when its errors are over 2 %",
        "/action @alice +14d A test sends the address forms of all clients that we still serve",
        "/action @maria +14d Support is told with the first update of every SEV1 and SEV2",
        "/action a1 type prevent",
        "/action a1 priority high",
        "/action a1 from f2",
        "/action a2 type prevent",
        "/action a2 from f1",
        "/action a3 type mitigate",
        "/link graph https://grafana.example/d/shop-web web: errors and latency",
        "/link ticket https://tickets.example/SHOP-2417 the address form of 2.4.1",
        "/rate 4 quick, and support was told late",
        "/review at +3d",
    ):
        await team.say(alice, line)
    await team.say(bob, "/rate 5 clear roles, and one decision at a time")


async def play(folder: Path) -> Settings:
    """Play the drill, and return the settings of its log; take the pictures of screen 5."""
    mine = Settings(folder, "alice", host="host")
    with drill.opened(mine, drill.find("bad-deploy"), SEED, SPEED, system_clock) as running:
        joined = join(mine._replace(user="bob"), running.settings.log_dir)
        async with (
            at_console(running.settings, running.world.clock, ENV) as alice,
            at_console(joined.settings, joined.clock, ENV) as bob,
        ):
            team = Team(alice, bob, running)
            for part in (declare, find, relieve, end, learn):
                sys.stderr.write(f"{part.__name__}, after {team.stage.since:.0f} s of the drill\n")
                await part(team)
            await alice.press("5", shows="Postmortem of INC")
            await alice.take("postmortem-screen-120x36")
            await alice.press("right", shows="refuted")
            await alice.take("hypotheses-screen-120x36")
    return running.settings


def report_of(settings: Settings) -> Report:
    """Return the report as `warroom export` reads it."""
    priced = settings._replace(own=settings.own._replace(cost=COSTS))
    scheme = shipped.known_scheme(settings, set())
    lists, agreed = shipped.checklists(settings), (own.rates(priced), own.slos(priced), scheme)
    reader = LogReader(settings.log_dir)
    try:
        incident = next(each.incident for each in reader.events() if each.fact.kind == "declared")
    finally:
        reader.close()
    report = papers.read_report(settings.log_dir, incident, lists, *agreed)
    return papers.with_pictures(report, papers.Store(settings.log_dir, watched(settings), limits(settings)))


def documents(settings: Settings) -> None:
    """Write the document, what people write into it, and the page."""
    shutil.rmtree(EXAMPLE, ignore_errors=True)
    report = report_of(settings)
    path = papers.write_to(report, "md", EXAMPLE / "postmortem.md", drawn=True).path
    text = path.read_text(encoding="utf-8")
    for name, wrote in PEOPLE_WROTE.items():
        text = text.replace(block(name), block(name, wrote))
    path.write_text(text, encoding="utf-8")
    papers.write_to(report, "md", EXAMPLE / "postmortem.md", drawn=True)
    page = papers.write_to(report, "html", EXAMPLE / "postmortem.html").path
    for each in (path, page):
        sys.stderr.write(f"docs/example/{each.name}\n")
    chart = next(iter(sorted(path.with_suffix("").glob("*.svg"))))
    shutil.copyfile(chart, OUT / "postmortem-chart.svg")
    for scheme, number in SCHEMES.items():
        photograph(page, f"postmortem-{scheme}", number)


def photograph(page: Path, name: str, scheme: int) -> None:
    """Take a picture of the top of the page with a browser, if there is one."""
    if CHROMIUM is None:
        sys.stderr.write(f"no chromium here: {name}.png stays as it is\n")
        return
    picture = OUT / f"{name}.png"
    with tempfile.TemporaryDirectory() as profile:
        options = (
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,900"),
            *(f"--user-data-dir={profile}", f"--blink-settings=preferredColorScheme={scheme}"),
        )
        command = [CHROMIUM, *options, f"--screenshot={picture}", page.resolve().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - the browser of this machine
    sys.stderr.write(f"docs/pictures/{name}.png\n")


async def main(folder: str = "") -> None:
    """Play the drill into a folder that is thrown away, or into one that is kept; write its documents."""
    with tempfile.TemporaryDirectory() as name, chdir(name):  # the invitation to the review is written where one is
        documents(await play(Path(folder or name)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:2]))
