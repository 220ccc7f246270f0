"""What is told when something went wrong that nobody foresaw: a sentence here, the traceback in a private file.

Neither shows the value of a local variable, and both go through the redactor.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

from console.incident.clock import Clock, utc_iso
from console.incident.redaction import Redactor
from console.settings import Settings, SettingsError
from console.wiring.secrets import redactor
from widgets.text import safe_text

Place = Callable[[], Settings]


class CrashReport:
    """An excepthook. `settings` tells where the log is, as far as that can be found out."""

    def __init__(self, settings: Place, clock: Clock, folder: Path | None = None) -> None:
        """`folder` takes the details instead of the log's own: of what may write nothing there."""
        self._settings, self._folder = settings, folder
        self._clock = clock

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell of the crash on standard error."""
        try:
            settings: Settings | None = self._settings()
        except (SettingsError, OSError):
            settings = None
        redact = Redactor(()) if settings is None else redactor(settings)
        sentence = safe_text(redact(f"{kind.__name__}: {error}"))
        lines = [f"warroom stopped on an error of its own: {sentence}", "Everything shown as saved is in the log."]
        if settings is None:
            lines.append("Where the log is could not be found out: see `warroom config check`.")
        else:
            told = "".join(_told(kind, error, trace, redact))
            lines += self._keep(settings.log_dir, self._folder or settings.log_dir, told)
        sys.stderr.write("\n".join(lines) + "\n")

    def _keep(self, log_dir: Path, folder: Path, text: str) -> list[str]:
        file = folder / f"crash-{utc_iso(self._clock()).replace(':', '')}.txt"
        try:
            _write_private(file, text)
        except OSError as problem:
            return [f"The log is in {safe_text(log_dir)}. No details were kept: {problem.strerror}."]
        return [f"The log is in {safe_text(log_dir)}.", f"Details for a bug report: {safe_text(file)}"]


def _told(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, redact: Callable[[str], str]
) -> Iterator[str]:
    import traceback

    return (redact(line) for line in traceback.format_exception(kind, error, trace))


def _write_private(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", errors="backslashreplace") as out:
        out.write(text)
