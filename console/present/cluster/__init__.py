"""Pure: clusters as last seen to the values that widgets draw: what is wrong first, cheap with thousands of pods."""

from console.present.cluster.reasons import rollout_words
from console.present.cluster.summary import summary

__all__ = ["rollout_words", "summary"]
