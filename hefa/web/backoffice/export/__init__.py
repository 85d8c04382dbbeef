"""匯出, its history, and what became of it at the portals."""
