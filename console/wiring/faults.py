"""Gathers everything that is wrong with a configuration and what it names; every counter of mistakes counts these."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from checks.wording import span
from console.incident.clock import Clock
from console.incident.errors import Refused
from console.settings import Overrides, Settings, read
from console.signals.verdict import LEAST
from console.wiring import guides, shipped
from console.wiring.oncall import lookup
from console.wiring.secrets import logins, secret


def faults(settings: Settings, env: Mapping[str, str], clock: Clock) -> tuple[str, ...]:
    """Return all of it, each once as a sentence; no calendar is fetched."""
    problems, settings = settings.problems, _with_labels(settings, env)
    found = [*map(str, (*problems, *settings.problems)), *guides.mistakes(settings)]
    for login in logins(settings):
        for reference in (login.token, login.password):
            try:
                _ = reference and secret(reference, env)
            except Refused as error:
                found.append(f"{settings.path}: {error}")
    found += [f"{settings.path}: {sentence}" for sentence in (*_missing(settings), *_too_rare(settings))]
    found += _on_call(settings, env, clock)
    return tuple(dict.fromkeys(found))


def _with_labels(settings: Settings, env: Mapping[str, str]) -> Settings:
    """Return the settings once the labels of the severities are compared, too: a command saves that time."""
    if settings.path is None:
        return settings
    given = Overrides(log_dir=str(settings.log_dir))
    return read(settings.path, env, given, shipped.known(labels=True)).settings


def _on_call(settings: Settings, env: Mapping[str, str], clock: Clock) -> Iterator[str]:
    """Yield what is wrong with schedules that stand in files."""
    files = tuple(each for each in settings.directory.schedules if not each.url)
    directory = settings.directory._replace(schedules=files)
    for duty in lookup(settings._replace(directory=directory), env, clock).now():
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
