"""The timer: background work looks for what is due and calls an action."""
