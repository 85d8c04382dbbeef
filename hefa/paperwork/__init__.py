"""Paperwork: files in and out. What a file looks like is data (`papers/`), never code."""
