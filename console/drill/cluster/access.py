"""Who asks, and what they may do: rules by verb, resource, subresource, namespace. What none denies is allowed."""

from typing import NamedTuple

from console.drill.cluster.kinds import Kind
from console.drill.cluster.refusals import ApiError, forbidden, unauthorized

ANYTHING = "*"


class Rule(NamedTuple):
    """Something that is denied; "*" stands for every verb, resource, subresource or namespace."""

    verb: str
    resource: str
    subresource: str = ""
    namespace: str = ANYTHING

    def denies(self, verb: str, resource: str, subresource: str, namespace: str) -> bool:
        """Tell whether this rule forbids a request; the resource may be named with its group."""
        named = (ANYTHING, resource, resource.partition(".")[0])
        return (
            self.verb in (ANYTHING, verb)
            and self.resource in named
            and self.subresource in (ANYTHING, subresource)
            and self.namespace in (ANYTHING, namespace)
        )


class Access:
    """The cluster's credentials and its rules."""

    def __init__(self) -> None:
        self.token = ""
        self.user = "commander"
        self.groups = ("system:masters", "system:authenticated")
        self.denied: list[Rule] = []

    def identify(self, header: str) -> None:
        """Raise ApiError 401 unless the Authorization header carries the token, when there is one."""
        if self.token and header != f"Bearer {self.token}":
            raise unauthorized()

    def allowed(self, verb: str, resource: str, subresource: str, namespace: str) -> bool:
        """Tell whether the user may do this."""
        return not any(rule.denies(verb, resource, subresource, namespace) for rule in self.denied)

    def check(self, verb: str, kind: Kind, subresource: str, namespace: str, name: str) -> None:
        """Raise ApiError 403 when the user may not do this."""
        if not self.allowed(verb, kind.resource, subresource, namespace):
            raise self._refusal(verb, kind, subresource, namespace, name)

    def _refusal(self, verb: str, kind: Kind, subresource: str, namespace: str, name: str) -> ApiError:
        what = f"{kind.plural}/{subresource}" if subresource else kind.plural
        where = f' in the namespace "{namespace}"' if namespace else " at the cluster scope"
        text = f'User "{self.user}" cannot {verb} resource "{what}" in API group "{kind.group}"{where}'
        return forbidden(kind, name, text)
