"""Pure: what happened, what follows from it, and what may happen next. No input, no output, no clock of its own."""
