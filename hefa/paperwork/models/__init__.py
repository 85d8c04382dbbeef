"""What is stored at the desk, filed by paper."""

from hefa.paperwork.models.paper import Paper, PaperRow

__all__ = ["Paper", "PaperRow"]
