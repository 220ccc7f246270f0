"""Plain HTTP to a simulated cluster, without any client library: what a test asks is what goes over the wire."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

from console.drill.cluster import Server

PODS = "/api/v1/namespaces/default/pods"
DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"
MERGE = "application/merge-patch+json"


def ask(
    server: Server, method: str, path: str, body: object = None, *, timeout: float = 10, **headers: str
) -> tuple[int, Any]:
    """Return HTTP code and parsed body; raises what http.client raises when there is no proper answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        content = MERGE if method == "PATCH" else "application/json"
        raw = json.dumps(body) if body is not None else None
        connection.request(method, path, raw, {"Content-Type": content, **headers})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text)
    finally:
        connection.close()


def watch(server: Server, path: str, timeout: float = 10) -> Iterator[Any]:
    """Yield the events of a watch as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request("GET", f"{path}{'&' if '?' in path else '?'}watch=1")
        answer = connection.getresponse()
        while line := answer.readline():
            yield json.loads(line)
    finally:
        connection.close()
