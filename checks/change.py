"""Pure: one change of the world that a source reports, so that the log can keep it."""

from typing import NamedTuple


class Change(NamedTuple):
    """Something was changed `at` (ms since 1970).

    `what` is rollout, scale, config, secret, autoscaler, node, helm, restart, policy, network, commit or tag; `target`
    names it ("deploy/web", "git shop"), `text` says it in a sentence. `key` is the same whenever the same change is
    seen again, also by another console or after a restart. `where` is the context or the repository.
    """

    at: int
    source: str
    what: str
    target: str
    text: str
    key: str
    by: str = ""
    where: str = ""
    namespace: str = ""
