"""Composition of widgets; keys to intents."""
