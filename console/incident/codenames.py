"""Pure: the words by which restricted incidents are called where others listen; none says what happened."""

from zlib import crc32

from console.incident.state import State

_TEXT = """
AMBER ANCHOR ANVIL ASPEN ATLAS AURORA BADGER BALSA BEACON BIRCH BISON BOULDER BRAMBLE BUTTON CANYON CARAVEL
CEDAR CHIME CINDER CLOVER COBALT COMPASS CONDOR COPPER CORAL CRANE CYPRESS DAHLIA DELTA DUNE EMBER ERMINE
FALCON FERN FLINT FOXGLOVE GANNET GARNET GLACIER GRANITE HARBOUR HAZEL HERON HICKORY INDIGO IRIS IVORY JASPER
JUNIPER KESTREL LAGOON LANTERN LARCH LINDEN LOTUS LYNX MAGNET MAPLE MARBLE MARLIN MEADOW NUTMEG OAKUM OBOE
OPAL ORCHID OSPREY OTTER PEBBLE PELICAN PEPPER PRAIRIE QUARTZ QUILL RAVEN REEF ROWAN RUSSET SABLE SAFFRON
SEQUOIA SLATE SPRUCE TEAL TERN THISTLE TOPAZ TUNDRA UMBER VELVET WALNUT WICKER WILLOW WREN YARROW ZEPHYR
"""
WORDS = tuple(_TEXT.split())


def pick(state: State, incident: str) -> str:
    """Return a word that no incident of the log has yet, the same for the same id; numbered where all are taken."""
    taken = {each.codename.upper() for each in state.incidents.values()}
    first = crc32(incident.encode())
    ahead = (WORDS[(first + step) % len(WORDS)] for step in range(len(WORDS)))
    return next((word for word in ahead if word not in taken), f"{WORDS[first % len(WORDS)]} {len(taken)}")
