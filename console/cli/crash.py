"""What is told when something went wrong that nobody foresaw: a sentence here, the traceback in a private file.

Neither shows the value of a local variable, and both go through the redactor.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from console.incident.clock import Clock, utc_iso
from console.settings import Settings, SettingsError
from widgets.text import safe_text

Place = Callable[[], Settings]


class CrashReport:
    """An excepthook. `settings` tells where the log is, as far as that can be found out."""

    def __init__(self, settings: Place, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell of the crash on standard error."""
        from console.incident.redaction import Redactor

        redact = Redactor(())
        sentence = safe_text(redact(f"{kind.__name__}: {error}"))
        lines = [f"warroom stopped on an error of its own: {sentence}", "Everything shown as saved is in the log."]
        lines += self._keep(kind, error, trace, redact)
        sys.stderr.write("\n".join(lines) + "\n")

    def _keep(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
        redact: Callable[[str], str],
    ) -> list[str]:
        import traceback

        try:
            folder = self._settings().log_dir
        except (SettingsError, OSError):
            return ["Where the log is could not be found out: see `warroom config check`."]
        text = "".join(redact(line) for line in traceback.format_exception(kind, error, trace))
        file = folder / f"crash-{utc_iso(self._clock()).replace(':', '')}.txt"
        try:
            _write_private(file, text)
        except OSError as problem:
            return [f"The log is in {safe_text(folder)}. No details were kept: {problem.strerror}."]
        return [f"The log is in {safe_text(folder)}.", f"Details for a bug report: {safe_text(file)}"]


def _write_private(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="backslashreplace") as out:
        out.write(text)
