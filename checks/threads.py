"""Threads for calls that may never return; nothing waits for them, at exit least of all."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Future[Any], Callable[[], Any]]


def _do(job: _Job) -> None:
    future, call = job
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(call())
    except BaseException as error:  # noqa: BLE001 - handed to whoever waits, as every executor does; not an end of it
        future.set_exception(error)


class RoomyExecutor(ThreadPoolExecutor):
    """An executor whose threads are daemons: name lookups that hang hold up neither each other nor the exit.

    It is a ThreadPoolExecutor by name only, because `loop.set_default_executor` asks for one. A thread is started
    when no other is idle, up to `limit`; an idle one leaves after `patience` seconds.
    """

    def __init__(self, limit: int = 256, patience: float = 10.0) -> None:
        super().__init__(max_workers=1, thread_name_prefix="warroom-lookup")
        self._limit, self._patience = limit, patience
        self._jobs: deque[_Job] = deque()
        self._some = threading.Condition()
        self._running = self._idle = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run `fn` on a thread, as soon as one is free."""
        future: Future[T] = Future()
        with self._some:
            self._jobs.append((future, lambda: fn(*args, **kwargs)))
            self._some.notify()
            # The idle are those that wait, woken or not; each takes one of the jobs that lie here.
            if len(self._jobs) <= self._idle or self._running >= self._limit:
                return future
            self._running += 1
        threading.Thread(target=self._work, name="warroom-lookup", daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the signature is the library's
        """Return at once: a thread in a call that hangs cannot be stopped, and the exit does not need it."""
        super().shutdown(wait=False)

    def _work(self) -> None:
        while job := self._next():
            _do(job)

    def _next(self) -> _Job | None:
        """Wait for a job; None sends the thread home."""
        with self._some:
            while not self._jobs:
                self._idle += 1
                woken = self._some.wait(self._patience)
                self._idle -= 1
                if not woken and not self._jobs:
                    self._running -= 1
                    return None
            return self._jobs.popleft()


class Worker:
    """One daemon thread of its owner's, started at the first call, that makes blocking calls one after the other.

    A call that hangs holds this thread and nothing else; `busy` says so, and the owner looks before it calls.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._last: Future[Any] | None = None

    @property
    def busy(self) -> bool:
        """Whether an earlier call has not come back."""
        return self._last is not None and not self._last.done()

    def start(self, call: Callable[[], T]) -> asyncio.Future[T]:
        """Make the call on the thread; giving up the answer does not stop the call."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=f"warroom-{self._name}", daemon=True)
            self._thread.start()
        future: Future[T] = Future()
        # Running from the start, so that a cancelled wait cannot make it look finished.
        future.set_running_or_notify_cancel()
        self._last = future
        self._jobs.put((future, call))
        return asyncio.wrap_future(future)

    def stop(self) -> None:
        """Let the thread go once its call is over."""
        self._jobs.put(None)
        self._thread = None

    def _work(self) -> None:
        while job := self._jobs.get():
            future, call = job
            try:
                future.set_result(call())
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits; not an end of it
                future.set_exception(error)
