"""The hand: management commands for operators."""
