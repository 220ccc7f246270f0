"""Builds what runs behind the screen: room, log and checks; imported after the first paint."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from checks.portrait import Reading
from console import __version__
from console.actions.rules import Rules
from console.incident.action import Target
from console.incident.clock import Clock
from console.journal.samples import SampleStore
from console.present.snapshot import Context
from console.review.scorecard import Goals
from console.room import Parts, Room
from console.screens.collecting import Collector
from console.screens.library import Library
from console.screens.link import Link
from console.screens.live import LiveScreen
from console.screens.room_screen import Live, RoomScreen
from console.settings import ONE_MORE_LINE, Settings
from console.wiring import checks, guides, log, oncall, own, secrets, shipped
from console.wiring.faults import faults

HINT = (
    "This machine is watched. D drill: command a simulated outage. "
    f"One line in warroom.toml watches more: {ONE_MORE_LINE}"
)


def build_room(settings: Settings, env: Mapping[str, str], clock: Clock) -> Room:
    """Return a room that is not started yet."""
    writes = not settings.read_only
    return Room(
        Parts(
            log_dir=settings.log_dir,
            actor=settings.user,
            version=__version__,
            clock=clock,
            open_journal=(lambda: log.open_journal(settings, clock, env)) if writes else None,
            open_samples=(lambda writer: SampleStore.open(settings.log_dir, writer, clock)) if writes else None,
            make_checks=lambda: checks.build_checks(settings, clock, env),
            watched=checks.watched(settings),
            limits=checks.limits(settings),
            closures=own.closures(settings),
            directory=settings.directory,
            defaults=settings.roles,
            on_call=oncall.lookup(settings, env, clock).now,
            chains=shipped.chains(settings),
            scheme=shipped.scheme(settings),
            **_followed(settings, clock, env),
        )
    )


def _followed(settings: Settings, clock: Clock, env: Mapping[str, str]) -> dict[str, Any]:
    """Return the parts that follow clusters and repositories, where there is one; what reads them is not light."""
    if not settings.clusters and not settings.repositories:
        return {"rules": Rules(read_only=settings.read_only)}
    from console.wiring import clusters

    rules = Rules(settings.read_only, settings.productions, settings.action_window, settings.most_replicas or None)
    return {
        "make_feeds": lambda: clusters.make_feeds(settings, clock, env),
        "rules": rules,
        "serving": lambda own_namespace: clusters.serving(settings, own_namespace),
    }


def enliven(
    screen: RoomScreen, room: Room, settings: Settings, env: Mapping[str, str], clock: Clock
) -> Callable[[], Live]:
    """Return what brings the screen to life, to be called on its loop; all that is slow is done here."""
    lists = shipped.checklists(settings)
    documents = settings.log_dir if settings.drill else None  # a drill leaves nothing among true postmortems
    link = Link(
        room,
        settings.log_dir,
        settings.user,
        lists,
        secrets.redactor(settings, env),
        documents,
        shipped.scheme(settings),
        house=own.house(settings),
        evidence=_collector(room, settings, env, clock),
        library=Library(settings.log_dir, Goals(*settings.own.goals), settings.own.archives),
    )
    known = context(settings, env, clock)
    return lambda: LiveScreen(screen, link, known, clock, None)


def _collector(room: Room, settings: Settings, env: Mapping[str, str], clock: Clock) -> Collector:
    """Return what takes evidence for this room."""

    def portrait(target: Target | None) -> Sequence[Reading]:
        from console.wiring import snapshots

        if target is None:
            return snapshots.of_host(settings, "", clock, env)
        return snapshots.of_workload(settings, target, clock, env)

    writes, limit = not settings.read_only, settings.evidence_limit << 20
    return Collector(room, settings.log_dir, settings.user, clock, portrait, writes=writes, limit=limit)


def _production(settings: Settings) -> str:
    """Return the name of what is in production here: this room, or clusters that it acts on; "" for none."""
    if settings.production:
        return settings.context or "production"
    return ", ".join(settings.productions.values())


def context(settings: Settings, env: Mapping[str, str], clock: Clock) -> Context:
    """Return what the screen needs to know besides the snapshots."""
    from zoneinfo import ZoneInfo

    left_out: list[str] = []
    chains = shipped.chains(settings, left_out.append)
    return Context(
        actor=settings.user,
        scheme=shipped.scheme(settings),
        checklists=tuple(shipped.checklists(settings)),
        production=_production(settings),
        place=settings.context or ", ".join(each.shown for each in settings.clusters),
        zone=ZoneInfo(settings.second_zone) if settings.second_zone else None,
        read_only=settings.read_only,
        hint=HINT if settings.bare else "",
        people=settings.people,
        defaults=settings.roles,
        workloads={each.name: Target(*each.workload) for each in settings.services if each.workload is not None},
        productions=settings.productions,
        drill=settings.drill,
        types=own.types(settings),
        fields=own.fields(settings),
        closures=own.closures(settings),
        tree=guides.tree(settings),
        priors=guides.priors(settings),
        investigation=guides.investigation(settings),
        directory=settings.directory,
        chains=chains,
        chain_faults=tuple(left_out),
        mistakes=faults(settings, env, clock),
        classifier=shipped.classifier(settings),
        services=settings.named,
        rates=own.rates(settings),
        joined=settings.joined,
        bridge=settings.own.bridge,
        categories=own.categories(settings),
        suggestions=guides.suggestions(settings),
        weak=guides.weak_words(),
    )
