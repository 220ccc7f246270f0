"""The simulated world: what drills and tests are played in. Knows nothing of the room, the journal or the screen."""
