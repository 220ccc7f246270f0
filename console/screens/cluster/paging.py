"""Whose page is shown, and its values on their way to the panes. What was there is kept when it is gone."""

from typing import Any

from textual.screen import Screen

from checks.kubernetes.objects import Pod, Workload
from console.incident.action import Target
from console.incident.events import Instant
from console.present.cluster.keys import POD, WORKLOAD, Subject, key, targets
from console.present.cluster.log import log_status
from console.present.cluster.notices import some_notices
from console.present.cluster.page import Head, gone_head, pod_head, revisions_table, workload_head
from console.present.cluster.pods import some_pods
from console.present.cluster.view import ClusterView, view_of
from console.present.cluster.words import target_words
from console.present.snapshot import Snapshot
from console.screens.cluster.log_reader import LogReader
from console.screens.cluster.ports import Kit
from console.screens.panes import Panes
from widgets.card import Card
from widgets.log import LogPane
from widgets.pane import TablePane
from widgets.text import safe_text
from widgets.values import Line, Span, TableValue, Tone

_ASK = (Span("l", Tone.ACCENT), Span(" reads the log of the selected pod, ", Tone.MUTED), Span("p", Tone.ACCENT))
_NOTHING_YET = "nothing is written yet; p shows what the container wrote before its last restart"
_ASK_TOO = Span(" that of its container before the last restart", Tone.MUTED)


class Page:
    """The page of one subject. `workload` and `pod` are as last seen, None where there is none."""

    def __init__(self, kit: Kit, subject: Subject) -> None:
        self._kit, self._subject = kit, subject
        self._snapshot: Snapshot | None = None
        self.view: ClusterView | None = None
        self.workload: Workload | None = None
        self.pod: Pod | None = None

    def take(self, snapshot: Snapshot) -> bool:
        """Take the newest values; return whether they are new."""
        if snapshot is self._snapshot:
            return False
        self._snapshot = snapshot
        seen = snapshot.cluster(self._subject.context)
        if seen is not None:
            self.view = view_of(seen, self._kit.clock())
            self.workload = self.view.by_uid.get(self._subject.workload, self.workload)
            self.pod = next((each for each in self.view.pods if each.uid == self._subject.pod), self.pod)
        return True

    def targets(self, row: str) -> tuple[Target, ...]:
        """Return what can be acted on: the row, then what the page is about."""
        if self.view is None:
            return ()
        return targets(self.view, row) or targets(self.view, key(WORKLOAD, self._subject.workload))

    def select(self, screen: Screen[Any]) -> None:
        """Put the cursor on the pod that the page is about."""
        if self._subject.pod:
            screen.query_one("#pods", TablePane).go_to(key(POD, self._subject.pod))

    def draw(self, screen: Screen[Any], panes: Panes, now: Instant) -> None:
        """Draw the panes that are on the screen."""
        view = self.view
        if view is None:
            return
        head = self._head(view, now)
        screen.query_one("#head", Card).show(head.title, head.lines, head.badge, head.tone)
        workload, pod = self.workload, self.pod
        if panes.visible("pods"):
            pods = view.pods_of(workload.uid) if workload is not None else [] if pod is None else [pod]
            screen.query_one("#pods", TablePane).show(some_pods(view, pods, now, "Pods"))
        if panes.visible("revisions"):
            screen.query_one("#revisions", TablePane).show(self._revisions(view, now))
        if panes.visible("events"):
            found = view.notices_of(workload.uid) if workload is not None else ()
            if pod is not None and (workload is None or self._subject.pod):
                found = view.notices_about(pod.namespace, pod.name) or found
            screen.query_one("#events", TablePane).show(some_notices(view, found, now, "Warning events"))

    def draw_log(self, screen: Screen[Any], reader: LogReader) -> None:
        """Draw what came into the log."""
        pane = screen.query_one(LogPane)
        tail, wanted = reader.poll(), reader.wanted
        status = log_status(tail, opening=reader.opening, following=pane.following, wrap=pane.wrap)
        empty: Line = (*_ASK, _ASK_TOO)
        if reader.error:
            status, empty = Span("not read", Tone.UNKNOWN), (Span(safe_text(reader.error, 300), Tone.UNKNOWN),)
        elif wanted is not None:
            said = tail.error if tail is not None else ""
            empty = (Span(safe_text(said, 300) or _NOTHING_YET, Tone.UNKNOWN if said else Tone.MUTED),)
        before = "before its last restart, " if wanted is not None and wanted.previous else ""
        title = f"Log  {before}{safe_text(wanted.pod, 120)}" if wanted is not None else "Log"
        pane.show(reader.text, title, status, empty)

    def _head(self, view: ClusterView, now: Instant) -> Head:
        pod, workload = self.pod, self.workload
        if self._subject.pod and pod is not None:
            there = any(each.uid == pod.uid for each in view.pods)
            return pod_head(view, pod, now) if there else gone_head(target_words("Pod", pod.name))
        if workload is None:
            return gone_head("?")
        there = workload.uid in view.by_uid
        return workload_head(view, workload, now) if there else gone_head(target_words(workload.kind, workload.name))

    def _revisions(self, view: ClusterView, now: Instant) -> TableValue:
        if self.workload is None:
            return TableValue("Revisions", (), empty=(Span("it belongs to no workload that rolls out", Tone.MUTED),))
        return revisions_table(view, self.workload, now)
