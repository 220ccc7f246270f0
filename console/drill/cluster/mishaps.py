"""What goes wrong in a cluster: bad images, missing rights, a server that forgets. Decides nothing; sets switches."""

import threading
from abc import abstractmethod
from collections.abc import Callable

from console.drill.cluster.access import Access, Rule
from console.drill.cluster.api.answering import Answering
from console.drill.cluster.controllers import pods
from console.drill.cluster.controllers.recorder import record
from console.drill.cluster.scenery import Scenery
from console.drill.cluster.values import Json


class Mishaps(Scenery):
    """The part of a simulated cluster that makes trouble; every method takes the lock."""

    access: Access
    answering: Answering
    lock: threading.RLock
    start_over: list[Callable[[], None]]

    @abstractmethod
    def all(self, kind: str, namespace: str = "", **labels: str) -> list[Json]:
        """Return all objects of a kind."""

    @abstractmethod
    def tick(self) -> None:
        """Do everything that is due by now."""

    def behave(self, image: str, how: str) -> None:
        """Declare how pods of an image behave: ok, crash, oom, pull or unready."""
        self.world.behaviours[image] = how

    def deny(self, verb: str, resource: str, subresource: str = "", namespace: str = "*") -> None:
        """Take a right away; "*" stands for all."""
        self.access.denied.append(Rule(verb, resource, subresource, namespace))

    def allow_all(self) -> None:
        """Give every right back."""
        self.access.denied.clear()

    def restart(self) -> None:
        """Restart the API server: connections end, and every older resource version is answered 410."""
        with self.lock:
            self.world.store.expire(everything=True)
            self.answering.epoch += 1
            for call in self.start_over:
                call()
            self.answering.changed.notify_all()

    def expire_watches(self) -> None:
        """End every watch with 410, and forget older resource versions and lists half read."""
        with self.lock:
            self.world.store.expire()
            self.answering.reader.expire()
            self.answering.watch_epoch += 1
            self.answering.changed.notify_all()

    def send_bookmarks(self) -> None:
        """Have every watch that asked for bookmarks send one now."""
        with self.lock:
            self.answering.bookmarks += 1
            self.answering.changed.notify_all()

    def warn(self, kind: str, name: str, reason: str, message: str, namespace: str = "default") -> None:
        """Write an event of type Warning about an object."""
        with self.lock:
            record(self.world, self.get(kind, name, namespace), reason, message, component="sim")
            self.tick()

    def kill(self, pod: str, how: str = "oom", namespace: str = "default") -> None:
        """Have a running pod's container die: "oom" or "crash"; it starts again after its back-off."""
        with self.lock:
            pods.die(self.world, self.get("pod", pod, namespace), how)
            self.tick()

    def lose_node(self, node: str) -> None:
        """A node falls silent: it is not ready, and neither is any pod on it."""
        with self.lock:
            self.press(node, ready=False)
            for pod in self.all("pod"):
                if pod["spec"].get("nodeName") == node:
                    pods.silence(self.world, pod)
            self.tick()

    def log(self, pod: str, *lines: str, namespace: str = "default") -> None:
        """Have a pod's container write lines."""
        with self.lock:
            for line in lines:
                self.world.logs.write(self.get("pod", pod, namespace)["metadata"]["uid"], self.now(), line)
            self.answering.changed.notify_all()
