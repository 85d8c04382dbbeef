"""The names that `shell/paging.html` needs, from a page of Django's Paginator."""

from typing import Any

from django.core.paginator import Page


def page_context(page: Page[Any]) -> dict[str, int]:
    """How many there are, which are shown, and which page of how many this is."""
    total = page.paginator.count
    return {
        "total": total,
        "first": page.start_index() if total else 0,
        "last": page.end_index() if total else 0,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }
