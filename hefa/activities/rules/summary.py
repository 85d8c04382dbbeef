"""What a summary must be."""

SHORTEST_SUMMARY = 10
LONGEST_SUMMARY = 500


def summary_problem(summary: str, *, name: str) -> str | None:
    """What is wrong with an 內容概要, which auditors read (domain: part 2); None when nothing is."""
    told = "".join(summary.split())
    if len(told) < SHORTEST_SUMMARY:
        return f"內容概要至少 {SHORTEST_SUMMARY} 個字，請寫出學習的內容。"
    if len(summary) > LONGEST_SUMMARY:
        return f"內容概要最多 {LONGEST_SUMMARY} 個字。"
    return "內容概要請勿只重複活動名稱。" if not told.replace("".join(name.split()), "") else None
