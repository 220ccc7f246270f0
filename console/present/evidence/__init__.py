"""Pure: what the panes know of each thing that one looks at in an outage, by its name in a file."""

from console.present.evidence.finding import Evidence, Finding
from console.present.evidence.probes import PROBES, look

__all__ = ["PROBES", "Evidence", "Finding", "look"]
