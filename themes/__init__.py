"""Colours and layout as data files; no logic lives here."""
