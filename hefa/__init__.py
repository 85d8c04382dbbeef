"""Hefa 核發: learning hours awarded by scanning a personal code."""
