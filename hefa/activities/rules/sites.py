"""戶外學習 is held at a certified 環境教育設施場所 (環境教育法)."""

OUTDOOR_METHOD = "7"
"""The code of 戶外學習 in the list of methods."""


def site_problem(
    *, method: str, site: str, place: str, stated: bool, label: str | None, stands: bool, listed: bool
) -> str | None:
    """What is wrong with where an activity is held; None when nothing is.

    `label` is the name of the chosen site, None when the list does not hold it; `stands`: it is certified on the days
    of the activity; `listed`: the list holds any site for these days. As long as it holds none, the officer's own
    statement has to do.
    """
    if site:
        if label is None:
            return "查無這個環境教育設施場所，請重新選擇。"
        return None if stands else f"「{label}」的認證未涵蓋活動的日期，請重新選擇。"
    if method != OUTDOOR_METHOD:
        return None
    if listed:
        return "戶外學習須於經認證的環境教育設施場所辦理，請選擇場所。"
    return None if place.strip() and stated else "戶外學習須填寫實施地點，並聲明為經認證的環境教育設施場所。"
