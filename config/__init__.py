"""Wiring: settings, URLs, checks. It may see all; nothing imports it."""
