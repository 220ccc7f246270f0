"""Pure: events to documents."""
