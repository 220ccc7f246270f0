"""Pure: clusters as last seen to the values that widgets draw: what is wrong first, cheap with thousands of pods."""

from console.present.cluster.reasons import rollout_words
from console.present.cluster.summary import summary
from console.present.cluster.view import prepare

__all__ = ["prepare", "rollout_words", "summary"]
