"""Keys: the rings, sealing with them, digests with them, and the sealed model field."""
