"""What the doctor finds of the clusters and repositories that are followed; asks each once, and changes nothing."""

import asyncio
from collections.abc import Iterator

from console.cli.desk import Desk
from console.settings import ClusterSettings, RepositorySettings, Settings

Found = tuple[str, str, str]
"""Sign ("ok", "note" or "bad"), what it is about, and a sentence."""


def look(settings: Settings, desk: Desk) -> Iterator[Found]:
    """Yield what there is to say; a cluster that hangs holds up no other."""
    if settings.clusters:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(len(settings.clusters)) as threads:
            yield from threads.map(lambda each: _cluster(each, settings, desk), settings.clusters)
    for repository in settings.repositories:
        yield from _repository(repository, desk)


def _cluster(cluster: ClusterSettings, settings: Settings, desk: Desk) -> Found:
    from checks.kubernetes.trouble import Trouble
    from console.wiring.clusters import connecting

    about = f"cluster {cluster.shown}"
    try:
        connection = connecting(settings, desk.clock, desk.env)(cluster.context)
        try:
            who = connection.whoami()
        finally:
            connection.close()
    except Trouble as error:
        return "bad", about, str(error)
    if connection.insecure:
        return "note", about, f"{connection.server} takes us for {who}; its certificate is not checked"
    return "ok", about, f"{connection.server} takes us for {who}"


def _repository(repository: RepositorySettings, desk: Desk) -> Iterator[Found]:
    from checks.repository import Repository
    from checks.source import NoAnswer

    about = f"git {repository.name}"
    try:
        seen = asyncio.run(Repository(repository.path, repository.name, desk.env).look(desk.clock()))
    except NoAnswer as error:
        yield "bad", about, str(error)
        return
    yield "ok", about, f"commits and tags of the last two hours: {len(seen.changes)}"
    yield from (("note", about, note) for note in seen.notes)
