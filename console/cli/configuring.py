"""Commands about warroom.toml: config check, config example."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from checks.wording import span
from console.cli.desk import Desk
from console.cli.grammar import Verb
from console.incident.errors import Refused
from console.settings import ONE_MORE_LINE, Loaded, Settings, SettingsError, WorkloadSettings, usual_places
from console.signals.verdict import LEAST
from console.wiring import guides, shipped
from console.wiring.oncall import lookup
from console.wiring.secrets import logins, secret

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
    problems = faults(loaded, desk)
    for sentence in problems:
        desk.say(sentence)
    if problems:
        desk.say(f"{len(problems)} mistake{'s' * (len(problems) != 1)}.")
        return FAULTY
    _praise(loaded.settings, desk)
    return 0


def faults(loaded: Loaded, desk: Desk) -> list[str]:
    """Return everything that is wrong with a configuration, each as a sentence."""
    return [*map(str, loaded.problems), *_beside(loaded.settings, desk)]


def _beside(settings: Settings, desk: Desk) -> list[str]:
    """Return what is wrong with the files and secrets that the configuration names."""
    found = [*guides.mistakes(settings)]
    for login in logins(settings):
        for reference in (login.token, login.password):
            try:
                _ = reference and secret(reference, desk.env)
            except Refused as error:
                found.append(f"{settings.path}: {error}")
    found += [f"{settings.path}: {sentence}" for sentence in (*_missing(settings), *_too_rare(settings))]
    found += _people(settings, desk)
    return list(dict.fromkeys(found))


def _people(settings: Settings, desk: Desk) -> Iterator[str]:
    """Yield what is wrong with schedules that stand in files; no calendar is fetched."""
    files = tuple(each for each in settings.directory.schedules if not each.url)
    directory = settings.directory._replace(schedules=files)
    for duty in lookup(settings._replace(directory=directory), desk.env, desk.clock).now():
        yield from duty.problems


def _missing(settings: Settings) -> Iterator[str]:
    """Yield the folders and files of the outside that are named and not there."""
    for repository in settings.repositories:
        if not repository.path.is_dir():
            yield f"repository {repository.name}: there is no folder {repository.path}."
    for cluster in settings.clusters:
        if cluster.kubeconfig and not Path(cluster.kubeconfig).is_file():
            yield f"cluster {cluster.shown}: there is no kubeconfig {cluster.kubeconfig}."


def _too_rare(settings: Settings) -> Iterator[str]:
    """Yield the services with a workload that are looked at too rarely to judge an action within its window."""
    for name in [service.name for service in settings.services if service.workload]:
        intervals = [check.interval for check in settings.checks if check.service == name]
        needed = LEAST * min(intervals, default=0.0)
        if needed > settings.action_window:
            yield (
                f"service {name}: [actions] window is {span(settings.action_window)}, and the verdict over an action "
                f"needs {LEAST} samples, one every {span(min(intervals))}: set window to {span(needed)} at least."
            )


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
