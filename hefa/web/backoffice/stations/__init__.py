"""掃描點 of an offering."""
