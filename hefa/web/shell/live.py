"""Pages that ask again every few seconds, and are answered in full only when something has changed."""

import hashlib


def tag_of(*shown: object) -> str:
    """The ETag of whatever is shown: another one when any of it is another."""
    told = "\n".join(str(one) for one in shown)
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
