"""The heart: scans as facts, the one decision about them, and the awards that follow."""
