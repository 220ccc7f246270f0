"""Commands about warroom.toml: config check, config example."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.settings import ONE_MORE_LINE, Settings, SettingsError, WorkloadSettings, usual_places
from console.wiring import shipped
from console.wiring.faults import faults

FAULTY = 1


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", default="", help="otherwise the one that would be read")


def _check(args: Namespace, desk: Desk) -> int:
    if args.file:
        args.config = args.file
        desk.configure(args)
    try:
        loaded = desk.loaded(shipped.known(labels=True))
    except SettingsError as error:
        for problem in error.problems:
            desk.say(problem)
        return FAULTY
    problems = faults(loaded.settings, desk.env, desk.clock)
    for sentence in problems:
        desk.say(sentence)
    if problems:
        desk.say(f"{len(problems)} mistake{'s' * (len(problems) != 1)}.")
        return FAULTY
    _praise(loaded.settings, desk)
    return 0


def _praise(settings: Settings, desk: Desk) -> None:
    services = [service.name for service in settings.services]
    if settings.path is None:
        places = ", ".join(str(place) for place in usual_places(desk.env))
        desk.say(f"There is no configuration, and none is needed. It would be read from {places}.")
    else:
        desk.say(f"{settings.path}: no mistakes.")
    desk.say(f"log       {settings.log_dir}")
    sources = ", ".join(check.name for check in settings.checks)
    desk.say(f"sources   {sources or 'none'}")
    desk.say(f"services  {', '.join(services) or 'none'}")
    for line in _world(settings):
        desk.say(line)
    if settings.bare:
        desk.say(f"One more line watches a service: {ONE_MORE_LINE}")


def _world(settings: Settings) -> Iterator[str]:
    """Yield what is watched for changes, and acted on."""
    if settings.clusters:
        shown = (f"{each.shown}{' (production)' if each.production else ''}" for each in settings.clusters)
        yield f"clusters  {', '.join(shown)}"
    rolled = [f"{each.name} by {_workload(each.workload)}" for each in settings.services if each.workload]
    if rolled:
        yield f"workloads {', '.join(rolled)}"
    if settings.repositories:
        yield f"git       {', '.join(f'{each.name} ({each.path})' for each in settings.repositories)}"


def _workload(workload: WorkloadSettings) -> str:
    namespace = f"{workload.namespace}/" if workload.namespace else ""
    return f"{namespace}{workload.kind}/{workload.name} in {workload.context}"


def _example(_args: Namespace, desk: Desk) -> int:
    desk.raw((Path(shipped.DATA) / "warroom.toml").read_text(encoding="utf-8"))
    return 0


VERBS = {
    "config check": Verb("warroom config check\nwarroom config check ./warroom.toml", _check, _arguments),
    "config example": Verb("warroom config example > warroom.toml", _example),
}
